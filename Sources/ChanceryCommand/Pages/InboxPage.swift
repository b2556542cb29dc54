import CanonicalJSON
import Lifecycle

/// What waits for somebody: on a screen each thing with its title and reason in full, else a row each.
struct InboxPage {
    private let rows: [JSONObject]
    private let paint: Paint
    /// The command that supplies what is missing, by ref, where that is known.
    private let next: [String: String]

    init(_ rows: [JSONObject], _ paint: Paint, next: [String: String] = [:]) {
        self.rows = rows
        self.next = next
        self.paint = paint
    }

    func lines() throws -> [String] {
        if rows.isEmpty { return ["Nothing is waiting for you."] }
        guard paint.traits.columns != nil, paint.traits.chosenColumns == nil else {
            return try Tables.inbox(rows, paint)
        }
        let blocks = rows.map(lines).joined(separator: [""])
        return blocks + ["", paint.dim(counted(rows.count, "thing"))]
    }

    private func lines(_ row: JSONObject) -> [String] {
        func piece(_ text: String, _ colour: (String) -> String = { $0 }) -> Flow.Piece {
            Flow.Piece(colour(text), plain: text)
        }
        let ref = TerminalText.line(row["ref"]?.string ?? "")
        let mark = MarkText.prefix(row, paint)
        let plainMark = MarkText.prefix(row, Paint(TerminalTraits(isUnicode: paint.traits.isUnicode)))
        var head = [
            Flow.Piece(mark + paint.bold(ref), plain: plainMark + ref),
            piece(TerminalText.line(row["what"]?.string ?? ""), paint.cyan),
        ]
        if let partner = row["partner"]?.string {
            let isHeld = ["objection", "reservation"].contains(row["what"]?.string)
            head.append(piece((isHeld ? "by " : "for ") + TerminalText.line(partner)))
        }
        if row["overdue"]?.bool == true { head.append(piece("overdue", paint.red)) }
        if let closes = row["closes"]?.string {
            head.append(piece("closes \(TimeText.minute(closes)) UTC", paint.yellow))
        }
        if let due = row["due"]?.string { head.append(piece("due " + TerminalText.line(due), paint.yellow)) }
        if let since = row["since"]?.string { head.append(piece("since \(TimeText.day(since))", paint.dim)) }
        let flow = Flow.lines(head, width: paint.traits.columns.map { $0 - 2 }, paint: paint)
        return flow.prefix(1) + flow.dropFirst().map { "  " + $0 } + indented(row["title"])
            + indented(row["why"], paint.dim) + indented(InboxPage.needs(row).map { .string($0) }, paint.dim)
            + command(row)
    }

    /// What is given with the act, with a value that would do where only some would; nil where there is nothing to give.
    static func needs(_ row: JSONObject) -> String? {
        guard row["possible"]?.bool == true else { return nil }
        var parts = (row["needs"]?.array ?? []).compactMap(\.object).map { need in
            let key = TerminalText.line(need["key"]?.string ?? "")
            return key + (need["example"].map { " (\(ValueText.line($0)))" } ?? "")
        }
        if let moment = row["decided_at"]?.string { parts.append("decided_at (\(TimeText.minute(moment)) UTC)") }
        return parts.isEmpty ? nil : "give: " + parts.joined(separator: ", ")
    }

    /// The next command, never cut: it is to be typed.
    private func command(_ row: JSONObject) -> [String] {
        guard let command = next[row["ref"]?.string ?? ""], row["possible"]?.bool != true else { return [] }
        return ("next: " + command).wrapped(to: paint.traits.columns.map { max(20, $0 - 2) }).map { "  " + $0 }
    }

    private func indented(_ value: JSONValue?, _ colour: (String) -> String = { $0 }) -> [String] {
        guard let text = value?.string, !text.isEmpty else { return [] }
        return TerminalText.line(text).excerpt(mark: paint.ellipsis).wrapped(
            to: paint.traits.columns.map { max(20, $0 - 2) }
        ).map { "  " + colour($0) }
    }
}
