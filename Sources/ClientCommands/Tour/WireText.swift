import CanonicalJSON
import LineProtocol
import Terminal

/// A line of the protocol as the tour prints it: tokens hidden and, unless whole lines are wanted, what repeats itself short.
enum WireText {
    /// The longest list that is printed whole.
    static let longest = 6

    /// A line with the middle of its long lists left out, which is said in its place.
    static func short(_ line: String) -> String {
        guard let brace = line.firstIndex(of: "{"), let value = try? JSONValue.parse(String(line[brace...])),
            hasLongList(value)
        else { return line }
        return line[..<brace] + text(value)
    }

    /// A reply whose object is much like an earlier one's: only what differs.
    static func short(_ line: String, like earlier: JSONObject) -> String {
        guard let brace = line.firstIndex(of: "{"), let object = (try? JSONValue.parse(String(line[brace...])))?.object
        else { return line }
        let own = object.members.filter { earlier[$0.key] != $0.value }
        guard own.count < object.count else { return short(line) }
        return line[..<brace] + "{…"
            + own.map { ",\(JSONValue.string($0.key).canonicalText):\(text($0.value))" }.joined() + "}"
    }

    /// A line with access tokens hidden: what is printed may be kept.
    static func masked(_ line: String) -> String {
        var parts = line.split(separator: "\"", omittingEmptySubsequences: false).map(String.init)
        for index in parts.indices where parts[index].hasPrefix("chy_") { parts[index] = "chy_…" }
        return TerminalText.line(parts.joined(separator: "\""))
    }

    private static func hasLongList(_ value: JSONValue) -> Bool {
        switch value {
        case .array(let elements): elements.count > longest || elements.contains(where: hasLongList)
        case .object(let object): object.members.contains { hasLongList($0.value) }
        case .null, .bool, .integer, .string: false
        }
    }

    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .array(let elements):
            guard elements.count > longest, let first = elements.first, let last = elements.last else {
                return "[" + elements.map(text).joined(separator: ",") + "]"
            }
            return "[\(text(first)), … \(elements.count - 2) more like it …, \(text(last))]"
        case .object(let object):
            let members = object.members.map { "\(JSONValue.string($0.key).canonicalText):\(text($0.value))" }
            return "{" + members.joined(separator: ",") + "}"
        case .null, .bool, .integer, .string: return value.canonicalText
        }
    }
}
