import CivilTime
import ImportFiles
import LineProtocol
import Terminal
import Wording

/// What waits for somebody: on a screen each thing with its title and reason in full, else a row each.
struct InboxPage {
    private let rows: [Verbs.Inbox.Row]
    private let paint: Paint
    /// The command that supplies what is missing, by ref, where that is known.
    private let next: [String: String]

    init(_ rows: [Verbs.Inbox.Row], _ paint: Paint, next: [String: String] = [:]) {
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

    private func lines(_ row: Verbs.Inbox.Row) -> [String] {
        func piece(_ text: String, _ colour: (String) -> String = { $0 }) -> Flow.Piece {
            Flow.Piece(colour(text), plain: text)
        }
        let ref = TerminalText.line(row.ref)
        let mark = MarkText.prefix(row.mark, paint)
        let plainMark = MarkText.prefix(row.mark, Paint(TerminalTraits(isUnicode: paint.traits.isUnicode)))
        var head = [
            Flow.Piece(mark + paint.bold(ref), plain: plainMark + ref),
            piece(TerminalText.line(row.what), paint.cyan),
        ]
        if let partner = row.partner {
            let isHeld = ["objection", "reservation"].contains(row.what)
            head.append(piece((isHeld ? "by " : "for ") + TerminalText.line(partner)))
        }
        if row.isOverdue { head.append(piece("overdue", paint.red)) }
        if let closes = row.closes {
            head.append(piece("closes \(TimeText.minute(closes.description)) UTC", paint.yellow))
        }
        if let due = row.due { head.append(piece("due \(due)", paint.yellow)) }
        if let since = row.since { head.append(piece("since \(TimeText.day(since.description))", paint.dim)) }
        let flow = Flow.lines(head, width: paint.traits.columns.map { $0 - 2 }, paint: paint)
        return flow.prefix(1) + flow.dropFirst().map { "  " + $0 } + indented(row.title)
            + indented(row.why, paint.dim) + indented(InboxPage.needs(row) ?? "", paint.dim)
            + command(row)
    }

    /// What is given with the act, with a value that would do where only some would; nil where there is nothing to give.
    static func needs(_ row: Verbs.Inbox.Row) -> String? {
        guard let offer = row.offer, offer.isPossible else { return nil }
        var parts = offer.needs.map { need in
            let key = TerminalText.line(need.key)
            return key + (need.example.map { " (\(ValueText.line($0)))" } ?? "")
        }
        if let moment = offer.decidedAt {
            parts.append("decided_at (\(TimeText.minute(moment.description)) UTC)")
        }
        return parts.isEmpty ? nil : "give: " + parts.joined(separator: ", ")
    }

    /// The next command, never cut: it is to be typed.
    private func command(_ row: Verbs.Inbox.Row) -> [String] {
        guard let command = next[row.ref], row.offer?.isPossible != true else { return [] }
        return ("next: " + command).wrapped(to: paint.traits.columns.map { max(20, $0 - 2) }).map { "  " + $0 }
    }

    private func indented(_ text: String, _ colour: (String) -> String = { $0 }) -> [String] {
        guard !text.isEmpty else { return [] }
        return TerminalText.line(text).excerpt(mark: paint.ellipsis).wrapped(
            to: paint.traits.columns.map { max(20, $0 - 2) }
        ).map { "  " + colour($0) }
    }
}
