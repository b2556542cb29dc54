package import CanonicalJSON
import Proposals
import Terminal

/// Values of a form as people read them.
package enum ValueText {
    /// The value in one or several lines' worth of text.
    package static func text(_ value: JSONValue) -> String {
        switch value {
        case .null: return "(empty)"
        case .bool(let flag): return flag ? "yes" : "no"
        case .integer(let number): return String(number)
        case .string(let text):
            var text = TerminalText.block(text)[...]
            while text.hasSuffix("\n") { text.removeLast() }
            return String(text)
        case .array(let elements):
            let isShort = elements.allSatisfy { $0.string.map { $0.count <= 24 } ?? false }
            return elements.map(text).joined(separator: isShort ? ", " : "\n")
        case .object(let object): return self.object(object)
        }
    }

    /// The value in one line.
    package static func line(_ value: JSONValue) -> String {
        if case .array(let elements) = value { return elements.map(line).joined(separator: "; ") }
        return TerminalText.line(text(value))
    }

    private static func object(_ object: JSONObject) -> String {
        if let currency = object["currency"]?.string, let amount = object["amount"]?.string {
            return TerminalText.line("\(currency) \(amount)")
        }
        if let who = object["partner"]?.string ?? object["organisation"]?.string {
            let body = object["body"]?.string.map { " (\($0))" } ?? ""
            let contact = object["contact"]?.string.map { ", contact: \($0)" } ?? ""
            return TerminalText.line(who + body + contact)
        }
        if let ref = object["ref"]?.string, let answer = object["answer"]?.string {
            return TerminalText.line("\(ref): \(answer)")
        }
        if object.keys.allSatisfy(PlaceText.parts.contains), let place = PlaceText.line(.object(object)) {
            return TerminalText.line(place)
        }
        return TerminalText.line(object.members.map { "\($0.key): \(line($0.value))" }.joined(separator: ", "))
    }
}
