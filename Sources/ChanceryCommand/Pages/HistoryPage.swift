import CanonicalJSON
import Lifecycle

/// A history as a timeline that an official can read: who did what in which office, when it was decided and when it was
/// recorded, and what changed.
struct HistoryPage {
    private let rows: [JSONObject]
    private let proposal: JSONObject
    private let labels: LifecycleLabels
    private let paint: Paint
    private let text: EventText

    init(_ rows: [JSONObject], _ proposal: JSONObject, _ labels: LifecycleLabels, _ paint: Paint) {
        self.rows = rows
        self.proposal = proposal
        self.labels = labels
        self.paint = paint
        text = EventText(labels, paint)
    }

    var lines: [String] {
        var lines = ShowPage(proposal, labels, paint).head
        for row in rows {
            if let heading = heading(row) { lines += ["", paint.heading(heading)] }
            lines += event(row)
        }
        let position = rows.last?["position"]?.integer.map { "position \($0) of the record" }
        let digest = rows.last?["leaf_hash"]?.string.map { "leaf " + PlainText.line(String($0.prefix(16))) }
        let end = ["\(rows.count) event\(rows.count == 1 ? "" : "s")", position, digest].compactMap { $0 }
        return lines + ["", paint.dim(end.joined(separator: paint.dot))]
    }

    /// A new part of the timeline: its beginning, each round, each state after the rounds.
    private func heading(_ row: JSONObject) -> String? {
        let data = row["data"]?.object ?? JSONObject()
        if row["version"]?.integer == 1 { return labels.state(row["to"]?.string ?? "") }
        guard row["kind"]?.string == "moved" else { return nil }
        if let round = data["round"]?.object {
            var parts = ["Round \(round["number"]?.integer ?? 0)"]
            if let track = round["track"]?.string { parts.append(labels.track(track) + " track") }
            parts.append("\(round["roster"]?.array?.count ?? 0) partners")
            if let closes = round["closes"]?.string { parts.append("closes \(TimeText.minute(closes)) UTC") }
            return parts.joined(separator: paint.dot)
        }
        guard let to = row["to"]?.string, to != row["from"]?.string else { return nil }
        return labels.state(to)
    }

    private func event(_ row: JSONObject) -> [String] {
        let recorded = row["recorded_at"]?.string ?? ""
        let number = String(row["version"]?.integer ?? 0).aligned(rightIn: 4)
        let lead = "\(paint.dim(number))  \(TimeText.minute(recorded))  "
        let margin = 4 + 2 + TimeText.minute(recorded).columns + 2
        let space = String(repeating: " ", count: margin)
        let width = paint.traits.columns.map { max(20, $0 - margin) }
        let actor = OfficeText.actor(row["actor"]?.object ?? JSONObject())
        var lines: [String] = []
        let what = text.headline(row)
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
            lines.append(space + paint.yellow("decided \(decided) UTC, recorded \(TimeText.minute(recorded)) UTC"))
        }
        for detail in text.details(row) {
            for (index, part) in detail.wrapped(to: width.map { $0 - 2 }).enumerated() {
                lines.append(space + (index == 0 ? "" : "  ") + part)
            }
        }
        return lines
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
