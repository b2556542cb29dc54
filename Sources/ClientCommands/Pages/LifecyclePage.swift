import CanonicalJSON
import Documents
import ImportFiles
import LineProtocol
import Terminal

/// A lifecycle as a page: its states, then each transition with who takes it, what it takes and what it needs.
struct LifecyclePage {
    private let definition: JSONObject
    private let shown: Verbs.Lifecycle.Definition
    private let paint: Paint
    private let labels: LifecycleLabels

    init(_ shown: Verbs.Lifecycle.Definition, _ paint: Paint) {
        definition = shown.json
        self.shown = shown
        self.paint = paint
        labels = LifecycleLabels(definition)
    }

    var lines: [String] {
        let title = definition["title"]?.string.map { ": " + TerminalText.line($0) } ?? ""
        var lines = [paint.bold(TerminalText.line(shown.id)) + " version \(shown.version)" + title]
        if let digest = shown.digest { lines.append(paint.dim("digest \(TerminalText.line(digest))")) }
        let states = (definition["states"]?.array ?? []).map { state in
            let final = state["final"]?.bool == true ? " (final)" : ""
            return TerminalText.line(state["label"]?.string ?? state["id"]?.string ?? "") + final
        }
        lines += ["", paint.heading("States")] + states.map { "  " + $0 }
        for act in (definition["transitions"]?.array ?? []).compactMap(\.object) { lines += [""] + self.act(act) }
        for act in (definition["facts"]?.array ?? []).compactMap(\.object) { lines += [""] + self.act(act) }
        if let documents = definition["documents"]?.object { lines += [""] + self.documents(documents) }
        return lines
    }

    private func documents(_ rules: JSONObject) -> [String] {
        let types = (rules["types"]?.strings ?? []).flatMap { type in
            DocumentType(rawValue: type).map { $0.endings.map { "." + $0 } } ?? [type]
        }
        let limit = rules["limit"]?.integer ?? Int64(DocumentRules.usualLimit)
        let size = SizeText.text(Int(rules["size"]?.integer ?? Int64(DocumentRules.largestDocument)))
        let states = (rules["states"]?.strings ?? []).map(labels.state).joined(separator: ", ")
        var lines = [paint.bold("documents") + (states.isEmpty ? "" : "  " + paint.cyan(states))]
        lines.append("  by: " + (rules["roles"]?.strings ?? []).map(role).joined(separator: ", "))
        return lines + wrapped("  takes ", "up to \(limit) of \(size) each: \(types.joined(separator: ", "))")
    }

    private func act(_ act: JSONObject) -> [String] {
        let id = TerminalText.line(act["id"]?.string ?? "")
        let from = (act["from"]?.strings ?? act["states"]?.strings ?? []).map(labels.state).joined(separator: ", ")
        let to = act["to"]?.string.map { " \(paint.allowed) " + labels.state($0) } ?? ""
        var lines = [paint.bold(id) + "  " + paint.cyan(from + to)]
        lines.append("  by: " + (act["roles"]?.strings ?? []).map(role).joined(separator: ", "))
        for input in (act["inputs"]?.array ?? []).compactMap({ FormField($0) }) {
            let need = input.isRequired ? "needed" : "optional"
            lines += wrapped("  takes ", "\(input.key): \(input.label) (\(input.hint); \(need))")
        }
        for requirement in (act["requirements"]?.array ?? []).compactMap(\.object) {
            let tracks =
                requirement["tracks"]?.strings.map { " on the \($0.map(labels.track).joined(separator: ", ")) track" }
                ?? ""
            let label = requirement["label"]?.string ?? requirement["require"]?.string ?? ""
            lines += wrapped("  needs ", "\(label)\(tracks) (\(requirement["source"]?.string ?? ""))")
        }
        return lines
    }

    private func role(_ id: String) -> String {
        for role in definition["roles"]?.array ?? [] where role["id"]?.string == id {
            return TerminalText.line(role["label"]?.string ?? id)
        }
        return TerminalText.line(id)
    }

    private func wrapped(_ lead: String, _ text: String) -> [String] {
        TerminalText.line(text).wrapped(to: paint.traits.columns.map { $0 - lead.columns }).enumerated().map {
            index, part in
            (index == 0 ? lead : String(repeating: " ", count: lead.columns)) + part
        }
    }
}
