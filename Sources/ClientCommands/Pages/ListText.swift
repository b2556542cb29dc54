import LineProtocol
import Terminal
import Wording

/// The end of a list for people.
enum ListText {
    static func lines(_ table: [String], _ end: some PagedEnd, hint: String? = nil) -> [String] {
        lines(table, end.count, next: end.next, hint: hint)
    }

    static func lines(_ table: [String], _ end: CountEnd) -> [String] {
        lines(table, end.count, next: nil, hint: nil)
    }

    private static func lines(_ table: [String], _ count: Int, next: String?, hint: String?) -> [String] {
        let hint = hint.map { " (\($0))" } ?? ""
        guard count > 0 else { return ["None\(hint)."] }
        let more = next.map { "; more with --after \(TerminalText.line($0))" } ?? ""
        return table + [""] + "\(counted(count, "row"))\(more)\(hint)".folded(to: Console.current.output.columns)
    }
}
