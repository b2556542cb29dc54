import CanonicalJSON

/// The mark that everything of a trial forum bears.
enum MarkText {
    static func prefix(_ object: JSONObject, _ paint: Paint) -> String {
        guard let mark = object["mark"]?.string, !mark.isEmpty else { return "" }
        return paint.yellow("[\(TerminalText.line(mark))]") + " "
    }
}
