import CanonicalJSON
import Lifecycle
import Terminal

/// The end of a list for people.
enum ListText {
    static func lines(_ table: [String], _ count: Int, _ answer: JSONObject, hint: String? = nil) -> [String] {
        let hint = hint.map { " (\($0))" } ?? ""
        guard count > 0 else { return ["None\(hint)."] }
        let more = answer["next"]?.string.map { "; more with --after \(TerminalText.line($0))" } ?? ""
        return table + [""] + "\(counted(count, "row"))\(more)\(hint)".folded(to: Console.current.output.columns)
    }
}
