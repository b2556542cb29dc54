import CanonicalJSON

/// The end of a list for people.
enum ListText {
    static func lines(_ table: [String], _ count: Int, _ answer: JSONObject) -> [String] {
        guard count > 0 else { return ["None."] }
        let more = answer["next"]?.string.map { "; more with --after \(PlainText.line($0))" } ?? ""
        return table + ["", "\(count) \(count == 1 ? "row" : "rows")\(more)"]
    }
}
