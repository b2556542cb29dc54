import CanonicalJSON
import CivilTime
import ImportFiles
import LineProtocol
import Terminal

/// What one event says happened, in words. What a kind says stands in a file of its own (``ToldBody``).
struct EventText {
    let labels: LifecycleLabels
    let paint: Paint
    private let isFull: Bool

    /// - Parameter isFull: whether reasons are told to their end.
    init(_ labels: LifecycleLabels, _ paint: Paint, isFull: Bool = false) {
        self.labels = labels
        self.paint = paint
        self.isFull = isFull
    }

    /// A headline, with and without colours.
    struct Headline {
        let plain: String
        let painted: String
    }

    func headline(_ entry: HistoryFolding.Entry) -> Headline {
        (entry.body as? any ToldBody)?.headline(entry, self) ?? plain(named(entry.first))
    }

    /// What there is to tell besides the headline, a text each.
    func details(_ entry: HistoryFolding.Entry) -> [String] {
        if entry.events.count > 1 { return [entry.partners.map { TerminalText.line($0) }.joined(separator: ", ")] }
        return (entry.body as? any ToldBody)?.details(entry, self) ?? []
    }

    /// An event of a kind that has no words of its own: the kind, and whom or what it names.
    private func named(_ event: ShownEvent) -> String {
        let named = ["id", "account", "name"].compactMap { event.data[$0]?.string }.first.map { " " + $0 } ?? ""
        return TerminalText.line(event.kind + named)
    }

    // MARK: what the words of a kind are made of

    func plain(_ text: String) -> Headline { Headline(plain: text, painted: text) }
    func strong(_ text: String) -> Headline { Headline(plain: text, painted: paint.bold(text)) }

    /// Old and new values of fields: on one line where both are short.
    func changes(_ changes: JSONObject, _ before: JSONObject) -> [String] {
        changes.members.flatMap { change -> [String] in
            let field = labels.field(change.key)
            let new = change.value.isNull ? "(emptied)" : short(change.value)
            guard let old = before[change.key].map(short) else { return ["\(field): \(new)"] }
            let line = "\(field): \(old) \(paint.allowed) \(new)"
            return line.columns <= 72 ? [line] : ["\(field), before: \(old)", "\(field), now: \(new)"]
        }
    }

    func inputs(_ inputs: JSONObject, of act: String) -> [String] {
        labels.ordered(inputs, of: act).map { "\(labels.input($0.key, of: act)): \(short($0.value))" }
    }

    /// A reason, of which an overview tells the beginning.
    func told(_ text: String) -> String {
        isFull ? TerminalText.line(text) : TerminalText.line(text).excerpt(mark: paint.ellipsis)
    }

    /// A list on one line.
    func list(_ texts: [String]) -> String { texts.map { TerminalText.line($0) }.joined(separator: ", ") }

    /// A value cut where it would fill a page.
    private func short(_ value: JSONValue) -> String {
        if let text = value.string, Instant(text) != nil { return TimeText.minute(text) + " UTC" }
        return ValueText.line(value).fitted(to: 240, mark: paint.ellipsis)
    }
}
