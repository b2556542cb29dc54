import LineProtocol
import Terminal

/// What a write of the registry did.
enum RegistryText {
    static func lines(_ registry: WrittenRegistry, _ what: String, _ paint: Paint) -> [String] {
        let change = registry.change
        let events = (change.events ?? []).map { TerminalText.line($0) }
        let did =
            change.place.isRepeated
            ? "this key was already used for the same request; nothing changed"
            : events.isEmpty ? "nothing changed" : events.joined(separator: ", ")
        return [MarkText.prefix(change.mark, paint) + paint.bold(TerminalText.line(what)) + ": " + did]
    }
}
