import CanonicalJSON
import Terminal

/// The mark that everything of a trial forum bears.
enum MarkText {
    static func prefix(_ object: JSONObject, _ paint: Paint) -> String { prefix(object["mark"]?.string, paint) }

    static func prefix(_ mark: String?, _ paint: Paint) -> String {
        guard let mark, !mark.isEmpty else { return "" }
        return paint.yellow("[\(TerminalText.line(mark))]") + " "
    }
}
