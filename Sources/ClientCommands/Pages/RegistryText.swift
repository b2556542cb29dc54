import CanonicalJSON
import Terminal

/// What a write of the registry did.
enum RegistryText {
    static func lines(_ answer: JSONObject, _ what: String, _ paint: Paint) -> [String] {
        let events = (answer["events"]?.strings ?? []).map { TerminalText.line($0) }
        let did =
            answer["repeated"]?.bool == true
            ? "this key was already used for the same request; nothing changed"
            : events.isEmpty ? "nothing changed" : events.joined(separator: ", ")
        return [MarkText.prefix(answer, paint) + paint.bold(TerminalText.line(what)) + ": " + did]
    }
}
