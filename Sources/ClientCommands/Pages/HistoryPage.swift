import CanonicalJSON
import CivilTime
import LineProtocol
import Terminal
import Wording

/// A history as a timeline that an official can read: who did what in which office, when it was decided and when it was
/// recorded, and what changed.
struct HistoryPage {
    private let rows: [JSONObject]
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
        _ rows: [JSONObject], _ proposal: ShownProposal, _ labels: LifecycleLabels, _ paint: Paint,
        after fields: JSONObject = JSONObject(), isFull: Bool = false
    ) {
        self.rows = rows
        folding = HistoryFolding(rows, after: fields, folds: !isFull)
        self.proposal = proposal
        self.labels = labels
        self.paint = paint
        text = EventText(labels, paint, isFull: isFull)
        self.isFull = isFull
    }

    var lines: [String] {
        var lines = ShowPage(proposal, labels, paint).head
        var deadline: String?
        for entry in folding.entries {
            if let heading = heading(entry.first, after: deadline) { lines += ["", paint.heading(heading)] }
            lines += event(entry)
            let data = entry.first["data"]?.object ?? JSONObject()
            if let round = data["round"]?.object { deadline = round["closes"]?.string }
            if entry.first["kind"]?.string == "deadline-moved" { deadline = data["closes"]?.string }
        }
        let position = rows.last?["position"]?.integer.map { "position \($0) of the record" }
        let digest = rows.last?["leaf_hash"]?.string.map { "leaf " + TerminalText.line(String($0.prefix(16))) }
        let end = [counted(rows.count, "event"), position, digest, hint].compactMap { $0 }
        return lines + [""]
            + Flow.lines(end.map { Flow.Piece($0) }, width: paint.traits.columns, paint: paint).map(paint.dim)
    }

    /// How to read what is folded; nil where nothing is.
    private var hint: String? {
        let isFolded = folding.entries.contains { entry in
            let data = entry.first["data"]?.object ?? JSONObject()
            return entry.rows.count > 1 || data["reason"]?.string?.isLong == true
                || data["resolves"]?.string?.isLong == true
        }
        return isFolded && !isFull ? "--full shows every event and reason" : nil
    }

    /// A new part of the timeline: its beginning, each round, each state after the rounds.
    private func heading(_ row: JSONObject, after deadline: String?) -> String? {
        let data = row["data"]?.object ?? JSONObject()
        if row["version"]?.integer == 1 { return labels.state(row["to"]?.string ?? "") }
        guard row["kind"]?.string == "moved" else { return nil }
        if let round = data["round"]?.object {
            var parts = ["Round \(round["number"]?.integer ?? 0)"]
            if let track = round["track"]?.string { parts.append(labels.track(track) + " track") }
            parts.append(counted(round["roster"]?.array?.count ?? 0, "partner"))
            if let closes = round["closes"]?.string {
                parts.append("closes \(TimeText.minute(closes)) UTC")
            } else if let deadline {
                parts.append("the deadline \(TimeText.minute(deadline)) UTC is dropped")
            }
            return parts.joined(separator: paint.dot)
        }
        guard let to = row["to"]?.string, to != row["from"]?.string else { return nil }
        return labels.state(to)
    }

    /// The columns of event numbers: `4`, or `4-56` of several.
    private var numberWidth: Int { max(4, folding.entries.map { number($0).columns }.max() ?? 0) }

    private func number(_ entry: HistoryFolding.Entry) -> String {
        let first = String(entry.first["version"]?.integer ?? 0)
        guard entry.rows.count > 1 else { return first }
        return "\(first)\(paint.dash)\(entry.rows.last?["version"]?.integer ?? 0)"
    }

    private func event(_ entry: HistoryFolding.Entry) -> [String] {
        let row = entry.first
        let recorded = row["recorded_at"]?.string ?? ""
        let number = number(entry).aligned(rightIn: numberWidth)
        let lead = "\(paint.dim(number))  \(TimeText.minute(recorded))  "
        let margin = numberWidth + 2 + TimeText.minute(recorded).columns + 2
        let space = String(repeating: " ", count: margin)
        let width = paint.traits.columns.map { max(20, $0 - margin) }
        let actor =
            entry.rows.count > 1 ? accounts(entry) : OfficeText.actor(ShownActor(row["actor"]?.object ?? JSONObject()))
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
        if let decided = HistoryPage.decided(row) {
            let both = "decided \(decided) UTC, recorded \(TimeText.minute(recorded)) UTC"
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
        let accounts = Set(entry.rows.compactMap { $0["actor"]?["account"]?.string })
        return accounts.count == 1 ? TerminalText.line(accounts.first ?? "") : "\(accounts.count) accounts"
    }

    /// When the body acted, where that is not when it was recorded.
    static func decided(_ row: JSONObject) -> String? {
        guard let decided = row["decided_at"]?.string, let one = Instant(decided),
            let other = row["recorded_at"]?.string.flatMap({ Instant($0) })
        else { return nil }
        let apart = other.microseconds - one.microseconds
        return apart.magnitude >= 60_000_000 ? TimeText.minute(decided) : nil
    }
}
