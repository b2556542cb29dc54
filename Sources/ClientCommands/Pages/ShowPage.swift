import CanonicalJSON
import CivilTime
import ImportFiles
import LineProtocol
import Terminal
import Wording

/// A proposal as it stands, as a page.
struct ShowPage {
    private let proposal: ShownProposal
    /// What only who is of the forum reads; without any member for who is not.
    private let record: ShownRecord
    private let labels: LifecycleLabels
    private let paint: Paint
    private let isFull: Bool

    /// - Parameter isFull: whether the reasons of positions are told to their end.
    init(_ proposal: ShownProposal, _ labels: LifecycleLabels, _ paint: Paint, isFull: Bool = false) {
        self.proposal = proposal
        record = proposal.record ?? ShownRecord()
        self.labels = labels
        self.paint = paint
        self.isFull = isFull
    }

    var lines: [String] {
        if proposal.isPublished { return head + [""] + fields + [""] + footer }
        var lines = head
        lines += section("Text", fields)
        lines += section("Positions", positions)
        lines += section("Rounds", rounds)
        lines += section("Facts", facts)
        lines += section("Invitations", invitations)
        lines += section("Documents", documents)
        return lines + [""] + footer
    }

    /// The ref and title, and under them where the proposal stands.
    var head: [String] {
        let ref = MarkText.prefix(proposal.mark, paint) + paint.bold(TerminalText.line(proposal.ref))
        let title = TerminalText.line(proposal.title ?? "(no title)")
        let margin = TerminalText.line(proposal.ref).columns + 2
        var lines: [String] = []
        for (index, part) in title.wrapped(to: paint.traits.columns.map { $0 - margin }).enumerated() {
            lines.append((index == 0 ? ref + "  " : String(repeating: " ", count: margin)) + paint.bold(part))
        }
        return lines + standing
    }

    private var standing: [String] {
        // A past activity in the archive never moved, and stands in no state.
        let state =
            proposal.origin == "archive"
            ? "Archive record" : TerminalText.line(proposal.stateLabel ?? proposal.state)
        var parts = [state]
        if let track = record.track { parts.append(labels.track(track) + " track") }
        if let proposer = record.proposer { parts.append("proposed by " + TerminalText.line(proposer)) }
        if let closes = record.closes {
            parts.append((isPastDeadline ? "closed" : "closes") + " \(TimeText.minute(closes)) UTC")
        }
        if record.version > 0 { parts.append("version \(record.version)") }
        let lines = parts.joined(separator: paint.dot).wrapped(to: paint.traits.columns)
        return [lines[0].replacingPrefix(state, with: paint.cyan(state))] + lines.dropFirst()
    }

    /// Whether the deadline of the round that is open has passed.
    private var isPastDeadline: Bool {
        record.rounds.contains { $0.number == record.round && $0.isDeadlinePassed }
    }

    private var fields: [String] {
        let given = proposal.fields
        let order = labels.fieldOrder.filter { given[$0] != nil }
        let others = given.keys.filter { !order.contains($0) }
        let names = (order + others).map(labels.field)
        let margin = min(names.map(\.columns).max() ?? 0, 26) + 2
        var lines: [String] = []
        for (key, name) in zip(order + others, names) {
            let value = (given[key].map(ValueText.text) ?? "") + (["starts", "ends"].contains(key) ? lapse : "")
            let parts = value.wrapped(to: (paint.traits.columns ?? 100) - margin - 2)
            let leads = name.wrapped(to: margin - 2)
            for index in 0..<max(parts.count, leads.count) {
                let lead = (index < leads.count ? leads[index] : "").padded(to: margin)
                guard index < parts.count else {
                    lines.append("  " + paint.dim(leads[index]))
                    continue
                }
                lines.append("  " + (index < leads.count ? paint.dim(lead) : lead) + parts[index])
            }
        }
        return lines
    }

    /// That the days of the text hold no longer, and which do instead, where that is known.
    private var lapse: String {
        guard let activity = proposal.activity, activity.isLapsed else { return "" }
        let days = [activity.days?.starts, activity.days?.ends].compactMap { $0?.description }
        let now = days.first == days.last ? days.prefix(1).joined() : days.joined(separator: " to ")
        let standing = TerminalText.line(activity.standing)
        let instead =
            now.isEmpty ? standing : standing == "postponed" ? "postponed to \(now)" : "\(standing); was \(now)"
        return " (no longer holds: \(instead))"
    }

    /// What partners said in the round that is shown.
    var positions: [String] {
        let heard = record.positions ?? [:]
        guard record.round != nil || !heard.isEmpty else { return [] }
        var lines: [String] = []
        for stance in ["support", "no-objection", "reservation", "objection", "tacit"] {
            let taken = heard[stance] ?? []
            guard !taken.isEmpty else { continue }
            let names = taken.map { TerminalText.line($0.partner) }
            lines += list("\(stance) (\(taken.count))", names, colour: { paint.stance($0) })
            for one in taken { lines += remarks(one) }
        }
        if let round = record.round, !isFull, hasLongRemarks(heard) {
            let ref = TerminalText.line(proposal.ref)
            lines += wrapped("  ", "reasons in full: chancery show \(ref) --round \(round)").map(paint.dim)
        }
        guard labels.hasPositions(on: record.track) else { return lines }
        let silent = record.notHeard.map { TerminalText.line($0) }
        if !silent.isEmpty { lines += list("not heard (\(silent.count))", silent, colour: paint.dim) }
        return lines
    }

    /// The reason of a position, what would lift it, and how it came, where there is something to tell.
    private func remarks(_ position: ShownPosition) -> [String] {
        var notes: [String] = []
        if let reason = position.reason { notes.append(excerpt(reason)) }
        if let resolves = position.resolves { notes.append("lifted by: " + excerpt(resolves)) }
        if position.isCut { notes.append("a long reason") }
        if position.isLate { notes.append("late") }
        if position.isRecordedLate { notes.append("decided in time, recorded late") }
        if let relayed = position.relayed { notes.append("relayed from " + TerminalText.line(relayed.from)) }
        guard !notes.isEmpty else { return [] }
        let partner = TerminalText.line(position.partner)
        return wrapped("    \(partner): ", notes.joined(separator: "; "))
    }

    private func excerpt(_ text: String) -> String {
        isFull ? TerminalText.line(text) : TerminalText.line(text).excerpt(mark: paint.ellipsis)
    }

    /// Whether there is more to read of some position than this page tells.
    private func hasLongRemarks(_ heard: [String: [ShownPosition]]) -> Bool {
        heard.values.joined().contains { position in
            position.isCut || position.reason?.isLong == true || position.resolves?.isLong == true
        }
    }

    private func list(_ name: String, _ items: [String], colour: (String) -> String) -> [String] {
        let stance = name.prefix { $0 != " " }
        let lines = wrapped("  " + name.padded(to: 20), items.joined(separator: ", "))
        guard let first = lines.first else { return [] }
        let painted = first.replacingPrefix("  " + stance, with: "  " + colour(String(stance)))
        return [painted] + lines.dropFirst()
    }

    private var rounds: [String] {
        record.rounds.flatMap { roundLines($0, after: "  ") }
    }

    /// What came of a round.
    func roundLines(_ round: ShownRound, after lead: String) -> [String] {
        var parts = ["\(lead)round \(round.number)"]
        if let track = round.track { parts.append(labels.track(track)) }
        if let opened = opened(round) { parts.append(opened) }
        parts.append(
            labels.hasPositions(on: round.track)
                ? "\(round.heard) of \(round.roster) heard" : "to \(counted(round.roster, "partner"))")
        parts.append(
            round.ended.map { "ended: \(TerminalText.line($0))" } ?? deadlinePassed(round) ?? "open")
        return Flow.lines(parts.map { Flow.Piece($0) }, width: paint.traits.columns, paint: paint)
    }

    /// When the body opened a round, and when that was recorded, where it was another day.
    private func opened(_ round: ShownRound) -> String? {
        guard let recorded = round.openedAt.map(TimeText.day) else { return nil }
        let decided = round.decidedAt.map(TimeText.day) ?? recorded
        return "opened \(decided)" + (decided == recorded ? "" : " (recorded \(recorded))")
    }

    private func deadlinePassed(_ round: ShownRound) -> String? {
        guard round.isDeadlinePassed, let closes = round.closes else { return nil }
        return "deadline passed \(TimeText.day(closes))"
    }

    private var facts: [String] {
        record.facts.flatMap { fact in
            let id = fact.fact
            let when = fact.decidedAt.map { TimeText.day($0) + "  " } ?? ""
            let inputs = (fact.inputs.map { labels.ordered($0, of: id) } ?? []).map {
                "\($0.key) \(ValueText.line($0.value))"
            }
            return wrapped("  \(when)", ([labels.fact(id)] + inputs).joined(separator: paint.dot))
        }
    }

    private var documents: [String] {
        record.documents.flatMap { document in
            let when = document.filedAt.map { TimeText.day($0) + "  " } ?? ""
            let who = document.by.map { [OfficeText.actor($0)] } ?? []
            return wrapped("  \(when)", ([DocumentText.line(document)] + who).joined(separator: paint.dot))
        }
    }

    private var invitations: [String] {
        record.invitations.flatMap { invitation in
            let outcome = invitation.outcome ?? "not heard: \(invitation.notHeard.count)"
            let what = "\(invitation.invitee) to \(invitation.event)"
            return wrapped("  \(invitation.number)  ", TerminalText.line("\(what): \(outcome)"))
        }
    }

    private var footer: [String] {
        var parts: [String] = []
        if let lifecycle = record.lifecycle {
            parts.append(TerminalText.line("\(lifecycle.id) version \(lifecycle.version)"))
        }
        if let digest = record.textDigest {
            parts.append("text \(TerminalText.line(String(digest.prefix(12))))")
        }
        if let recorded = proposal.recordedAt { parts.append("as of \(TimeText.minute(recorded)) UTC") }
        return Flow.lines(parts.map { Flow.Piece($0) }, width: paint.traits.columns, paint: paint).map(paint.dim)
    }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["", paint.heading(title)] + lines
    }

    /// A text after its lead; further lines stand under the text.
    private func wrapped(_ lead: String, _ text: String) -> [String] {
        let margin = lead.columns
        return text.wrapped(to: paint.traits.columns.map { $0 - margin }).enumerated().map { index, part in
            (index == 0 ? lead : String(repeating: " ", count: margin)) + part
        }
    }
}

extension ShownPosition {
    /// Whether a long reason was left out of it.
    fileprivate var isCut: Bool { leftOut?.isEmpty == false }
}

extension String {
    /// The text with its beginning replaced, where it begins so.
    func replacingPrefix(_ prefix: String, with other: String) -> String {
        hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
    }
}
