import CanonicalJSON
import CivilTime
import LineProtocol
import Proposals
import Terminal
import Wording

/// A history as a timeline that an official can read: who did what in which office, when it was decided and when it was
/// recorded, and what changed.
struct HistoryPage {
    private let events: [ShownEvent]
    private let folding: HistoryFolding
    private let proposal: ShownProposal
    private let labels: LifecycleLabels
    private let paint: Paint
    private let text: EventText
    private let isFull: Bool

    /// - Parameters:
    ///   - fields: the text before the first of the events; nothing where they begin with the draft.
    ///   - isFull: whether every event stands by itself.
    init(
        _ events: [ShownEvent], _ proposal: ShownProposal, _ labels: LifecycleLabels, _ paint: Paint,
        after fields: JSONObject = JSONObject(), isFull: Bool = false
    ) {
        self.events = events
        folding = HistoryFolding(events, after: fields, folds: !isFull)
        self.proposal = proposal
        self.labels = labels
        self.paint = paint
        text = EventText(labels, paint, isFull: isFull)
        self.isFull = isFull
    }

    var lines: [String] {
        var lines = ShowPage(proposal, labels, paint).head
        var deadline: Instant?
        for entry in folding.entries {
            if let heading = heading(entry, after: deadline) { lines += ["", paint.heading(heading)] }
            lines += event(entry)
            if let round = (entry.body as? Event.Moved)?.circulation { deadline = round.closes }
            if let moved = entry.body as? Event.DeadlineMoved { deadline = moved.closes }
        }
        let position = events.last?.position.map { "position \($0) of the record" }
        let digest = events.last?.leafHash.map { "leaf " + TerminalText.line(String($0.prefix(16))) }
        let end = [counted(events.count, "event"), position, digest, hint].compactMap { $0 }
        return lines + [""]
            + Flow.lines(end.map { Flow.Piece($0) }, width: paint.traits.columns, paint: paint).map(paint.dim)
    }

    /// How to read what is folded; nil where nothing is.
    private var hint: String? {
        let isFolded = folding.entries.contains { entry in
            entry.events.count > 1 || (entry.body as? any ToldBody)?.reasons.contains(where: \.isLong) == true
        }
        return isFolded && !isFull ? "--full shows every event and reason" : nil
    }

    /// A new part of the timeline: its beginning, each round, each state after the rounds.
    private func heading(_ entry: HistoryFolding.Entry, after deadline: Instant?) -> String? {
        let event = entry.first
        if event.version == 1 { return labels.state(event.to ?? "") }
        guard event.kind == Event.Moved.kind.rawValue else { return nil }
        if let round = (entry.body as? Event.Moved)?.circulation {
            var parts = ["Round \(round.number)"]
            if let track = round.track { parts.append(labels.track(track) + " track") }
            parts.append(counted(round.roster.count, "partner"))
            if let closes = round.closes {
                parts.append("closes \(TimeText.minute(closes)) UTC")
            } else if let deadline {
                parts.append("the deadline \(TimeText.minute(deadline)) UTC is dropped")
            }
            return parts.joined(separator: paint.dot)
        }
        guard let to = event.to, to != event.from else { return nil }
        return labels.state(to)
    }

    /// The columns of event numbers: `4`, or `4-56` of several.
    private var numberWidth: Int { max(4, folding.entries.map { number($0).columns }.max() ?? 0) }

    private func number(_ entry: HistoryFolding.Entry) -> String {
        guard let last = entry.events.last, entry.events.count > 1 else { return "\(entry.first.version)" }
        return "\(entry.first.version)\(paint.dash)\(last.version)"
    }

    private func event(_ entry: HistoryFolding.Entry) -> [String] {
        let recorded = entry.first.recordedAt.map { TimeText.minute($0) } ?? ""
        let number = number(entry).aligned(rightIn: numberWidth)
        let lead = "\(paint.dim(number))  \(recorded)  "
        let margin = numberWidth + 2 + recorded.columns + 2
        let space = String(repeating: " ", count: margin)
        let width = paint.traits.columns.map { max(20, $0 - margin) }
        let actor = entry.events.count > 1 ? accounts(entry) : OfficeText.actor(entry.first.actor ?? ShownActor())
        var lines: [String] = []
        let what = text.headline(entry)
        let isShort = width.map { what.plain.columns + paint.dot.columns + actor.columns <= $0 } ?? true
        if isShort {
            lines.append(lead + what.painted + paint.dim(paint.dot + actor))
        } else {
            for (index, part) in what.plain.wrapped(to: width).enumerated() {
                lines.append((index == 0 ? lead : space) + part)
            }
            lines += actor.wrapped(to: width).map { space + paint.dim($0) }
        }
        if let decided = HistoryPage.decided(entry.first) {
            let both = "decided \(decided) UTC, recorded \(recorded) UTC"
            lines += both.wrapped(to: width).map { space + paint.yellow($0) }
        }
        for detail in text.details(entry) {
            for (index, part) in detail.wrapped(to: width.map { $0 - 2 }).enumerated() {
                lines.append(space + (index == 0 ? "" : "  ") + part)
            }
        }
        return lines
    }

    /// Who recorded several events: the account, or how many there were.
    private func accounts(_ entry: HistoryFolding.Entry) -> String {
        let accounts = Set(entry.events.compactMap(\.actor?.account))
        return accounts.count == 1 ? TerminalText.line(accounts.first ?? "") : "\(accounts.count) accounts"
    }

    /// When the body acted, where that is not when it was recorded.
    static func decided(_ event: ShownEvent) -> String? {
        guard let decided = event.decidedAt, let recorded = event.recordedAt else { return nil }
        let apart = recorded.microseconds - decided.microseconds
        return apart.magnitude >= 60_000_000 ? TimeText.minute(decided) : nil
    }
}
