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

    /// What was searched for instead of words that no text has.
    static func instead(_ words: [String: [String]]) -> [String] {
        words.sorted { $0.key < $1.key }.flatMap { asked, words in
            "No text has \(TerminalText.line(asked)); searched for \(TerminalText.line(words.joined(separator: " or "))) instead."
                .folded(to: Console.current.output.columns)
        }
    }

    private static func lines(_ table: [String], _ count: Int, next: String?, hint: String?) -> [String] {
        let hint = hint.map { " (\($0))" } ?? ""
        guard count > 0 else { return ["None\(hint)."] }
        let more = next.map { "; more with --after \(TerminalText.line($0))" } ?? ""
        return table + [""] + "\(counted(count, "row"))\(more)\(hint)".folded(to: Console.current.output.columns)
    }
}
