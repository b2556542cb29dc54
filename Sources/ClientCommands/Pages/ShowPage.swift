import CanonicalJSON
import ImportFiles
import Lifecycle
import Terminal

/// A proposal as it stands, as a page.
struct ShowPage {
    private let proposal: JSONObject
    private let labels: LifecycleLabels
    private let paint: Paint
    private let isFull: Bool

    /// - Parameter isFull: whether the reasons of positions are told to their end.
    init(_ proposal: JSONObject, _ labels: LifecycleLabels, _ paint: Paint, isFull: Bool = false) {
        self.proposal = proposal
        self.labels = labels
        self.paint = paint
        self.isFull = isFull
    }

    var lines: [String] {
        if proposal["published"]?.bool == true { return head + [""] + fields + [""] + footer }
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
        let ref = MarkText.prefix(proposal, paint) + paint.bold(TerminalText.line(proposal["ref"]?.string ?? ""))
        let title = TerminalText.line(proposal["title"]?.string ?? "(no title)")
        let margin = TerminalText.line(proposal["ref"]?.string ?? "").columns + 2
        var lines: [String] = []
        for (index, part) in title.wrapped(to: paint.traits.columns.map { $0 - margin }).enumerated() {
            lines.append((index == 0 ? ref + "  " : String(repeating: " ", count: margin)) + paint.bold(part))
        }
        return lines + standing
    }

    private var standing: [String] {
        // A past activity in the archive never moved, and stands in no state.
        let state =
            proposal["origin"]?.string == "archive"
            ? "Archive record" : TerminalText.line(proposal["state_label"]?.string ?? proposal["state"]?.string ?? "")
        var parts = [state]
        if let track = proposal["track"]?.string { parts.append(labels.track(track) + " track") }
        if let proposer = proposal["proposer"]?.string { parts.append("proposed by " + TerminalText.line(proposer)) }
        if let closes = proposal["closes"]?.string {
            parts.append((isPastDeadline ? "closed" : "closes") + " \(TimeText.minute(closes)) UTC")
        }
        if let version = proposal["version"]?.integer { parts.append("version \(version)") }
        let lines = parts.joined(separator: paint.dot).wrapped(to: paint.traits.columns)
        return [lines[0].replacingPrefix(state, with: paint.cyan(state))] + lines.dropFirst()
    }

    /// Whether the deadline of the round that is open has passed.
    private var isPastDeadline: Bool {
        (proposal["rounds"]?.array ?? []).contains {
            $0["number"] == proposal["round"] && $0["deadline_passed"]?.bool == true
        }
    }

    private var fields: [String] {
        let given = proposal["fields"]?.object ?? JSONObject()
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
        guard let activity = proposal["activity"]?.object, activity["lapsed"]?.bool == true else { return "" }
        let days = [activity["starts"]?.string, activity["ends"]?.string].compactMap { $0 }.map {
            TerminalText.line($0)
        }
        let now = days.first == days.last ? days.prefix(1).joined() : days.joined(separator: " to ")
        let standing = TerminalText.line(activity["standing"]?.string ?? "")
        let instead =
            now.isEmpty ? standing : standing == "postponed" ? "postponed to \(now)" : "\(standing); was \(now)"
        return " (no longer holds: \(instead))"
    }

    /// What partners said in the round that is shown.
    var positions: [String] {
        guard proposal["round"]?.integer != nil || proposal["positions"]?.object?.isEmpty == false else { return [] }
        var lines: [String] = []
        let heard = proposal["positions"]?.object ?? JSONObject()
        for stance in ["support", "no-objection", "reservation", "objection", "tacit"] {
            let taken = (heard[stance]?.array ?? []).compactMap(\.object)
            guard !taken.isEmpty else { continue }
            let names = taken.map { TerminalText.line($0["partner"]?.string ?? "") }
            lines += list("\(stance) (\(taken.count))", names, colour: { paint.stance($0) })
            for one in taken { lines += remarks(one) }
        }
        if let round = proposal["round"]?.integer, !isFull, hasLongRemarks(heard) {
            let ref = TerminalText.line(proposal["ref"]?.string ?? "REF")
            lines += wrapped("  ", "reasons in full: chancery show \(ref) --round \(round)").map(paint.dim)
        }
        guard labels.hasPositions(on: proposal["track"]?.string) else { return lines }
        let silent = (proposal["not_heard"]?.strings ?? []).map { TerminalText.line($0) }
        if !silent.isEmpty { lines += list("not heard (\(silent.count))", silent, colour: paint.dim) }
        return lines
    }

    /// The reason of a position, what would lift it, and how it came, where there is something to tell.
    private func remarks(_ position: JSONObject) -> [String] {
        var notes: [String] = []
        if let reason = position["reason"]?.string { notes.append(excerpt(reason)) }
        if let resolves = position["resolves"]?.string { notes.append("lifted by: " + excerpt(resolves)) }
        if position["left_out"]?.array?.isEmpty == false { notes.append("a long reason") }
        if position["late"]?.bool == true { notes.append("late") }
        if position["recorded_late"]?.bool == true { notes.append("decided in time, recorded late") }
        if let relayed = position["relayed"]?.object {
            notes.append("relayed from " + TerminalText.line(relayed["from"]?.string ?? "a note"))
        }
        guard !notes.isEmpty else { return [] }
        let partner = TerminalText.line(position["partner"]?.string ?? "")
        return wrapped("    \(partner): ", notes.joined(separator: "; "))
    }

    private func excerpt(_ text: String) -> String {
        isFull ? TerminalText.line(text) : TerminalText.line(text).excerpt(mark: paint.ellipsis)
    }

    /// Whether there is more to read of some position than this page tells.
    private func hasLongRemarks(_ heard: JSONObject) -> Bool {
        heard.members.flatMap { $0.value.array ?? [] }.contains { position in
            position["left_out"]?.array?.isEmpty == false || position["reason"]?.string?.isLong == true
                || position["resolves"]?.string?.isLong == true
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
        (proposal["rounds"]?.array ?? []).compactMap(\.object).flatMap { roundLines($0, after: "  ") }
    }

    /// What came of a round.
    func roundLines(_ round: JSONObject, after lead: String) -> [String] {
        var parts = ["\(lead)round \(round["number"]?.integer ?? 0)"]
        if let track = round["track"]?.string { parts.append(labels.track(track)) }
        if let opened = opened(round) { parts.append(opened) }
        let roster = round["roster"]?.integer ?? 0
        parts.append(
            labels.hasPositions(on: round["track"]?.string)
                ? "\(round["heard"]?.integer ?? 0) of \(roster) heard" : "to \(counted(roster, "partner"))")
        parts.append(
            round["ended"]?.string.map { "ended: \(TerminalText.line($0))" } ?? deadlinePassed(round) ?? "open")
        return Flow.lines(parts.map { Flow.Piece($0) }, width: paint.traits.columns, paint: paint)
    }

    /// When the body opened a round, and when that was recorded, where it was another day.
    private func opened(_ round: JSONObject) -> String? {
        guard let recorded = round["opened_at"]?.string.map(TimeText.day) else { return nil }
        let decided = round["decided_at"]?.string.map(TimeText.day) ?? recorded
        return "opened \(decided)" + (decided == recorded ? "" : " (recorded \(recorded))")
    }

    private func deadlinePassed(_ round: JSONObject) -> String? {
        guard round["deadline_passed"]?.bool == true, let closes = round["closes"]?.string else { return nil }
        return "deadline passed \(TimeText.day(closes))"
    }

    private var facts: [String] {
        (proposal["facts"]?.array ?? []).compactMap(\.object).flatMap { fact in
            let id = fact["fact"]?.string ?? ""
            let when = fact["decided_at"]?.string.map { TimeText.day($0) + "  " } ?? ""
            let inputs = (fact["inputs"]?.object.map { labels.ordered($0, of: id) } ?? []).map {
                "\($0.key) \(ValueText.line($0.value))"
            }
            return wrapped("  \(when)", ([labels.fact(id)] + inputs).joined(separator: paint.dot))
        }
    }

    private var documents: [String] {
        (proposal["documents"]?.array ?? []).compactMap(\.object).flatMap { document in
            let when = document["filed_at"]?.string.map { TimeText.day($0) + "  " } ?? ""
            let who = document["by"]?.object.map { [OfficeText.actor($0)] } ?? []
            return wrapped("  \(when)", ([DocumentText.line(document)] + who).joined(separator: paint.dot))
        }
    }

    private var invitations: [String] {
        (proposal["invitations"]?.array ?? []).compactMap(\.object).flatMap { invitation in
            let outcome =
                invitation["outcome"]?.string
                ?? "not heard: \(invitation["not_heard"]?.array?.count ?? 0)"
            let what = "\(invitation["invitee"]?.string ?? "") to \(invitation["event"]?.string ?? "")"
            return wrapped("  \(invitation["number"]?.integer ?? 0)  ", TerminalText.line("\(what): \(outcome)"))
        }
    }

    private var footer: [String] {
        var parts: [String] = []
        if let lifecycle = proposal["lifecycle"]?.object, let id = lifecycle["id"]?.string {
            parts.append(TerminalText.line("\(id) version \(lifecycle["version"]?.integer ?? 0)"))
        }
        if let digest = proposal["text_digest"]?.string {
            parts.append("text \(TerminalText.line(String(digest.prefix(12))))")
        }
        if let recorded = proposal["recorded_at"]?.string { parts.append("as of \(TimeText.minute(recorded)) UTC") }
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

extension String {
    /// The text with its beginning replaced, where it begins so.
    func replacingPrefix(_ prefix: String, with other: String) -> String {
        hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
    }
}
