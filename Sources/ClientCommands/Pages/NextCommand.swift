import CanonicalJSON
import LineProtocol
import Terminal

/// The command with which an act is made, or with which what it lacks first is supplied.
struct NextCommand {
    private let ref: String
    private let definition: JSONObject

    init(ref: String, definition: JSONObject) {
        self.ref = TerminalText.line(ref)
        self.definition = definition
    }

    /// The command of an act that is possible, with the inputs that it needs.
    func act(_ row: Verbs.Why.Row) -> String? {
        let (list, verb, id) =
            row.transition.map { ("transitions", "advance", $0) } ?? ("facts", "record", row.fact ?? "")
        guard !id.isEmpty else { return nil }
        let inputs = one(list, id)["inputs"]?.array ?? []
        let needed = inputs.filter { $0["required"]?.bool == true }.compactMap { $0["key"]?.string }
        let options = needed.map { " --\(ActInputs.optionName($0)) …" }.joined()
        return "chancery \(verb) \(ref) \(TerminalText.line(id))\(TerminalText.line(options))"
    }

    /// The command that supplies what is not met; nil where no command does, as for a day that has to pass.
    func supplying(_ unmet: JudgedRequirement, for row: Verbs.Why.Row) -> String? {
        switch unmet.requirement {
        case "consensus":
            // It names the partners that it waits for; without any, no round is open, or it is the day that is wrong.
            ["", "decided_at"].contains(unmet.subjects.first ?? "")
                ? nil : "chancery position \(ref) support"
        case "duplicates-answered": answering(unmet, for: row)
        case "form-complete", "counterparts", "at-least", "field-is":
            "chancery revise \(ref) --editor"
        case "fact-recorded", "fact-since":
            fact(unmet, of: row).map { "chancery record \(ref) \(TerminalText.line($0))" }
        case "input", "inputs-with", "meeting-held", "decided-during-meeting", "named-in": act(row)
        default: nil
        }
    }

    /// The acts that open a round in a state, as the lifecycle has them.
    func roundOpeners(in state: String) -> [String] {
        (definition["transitions"]?.array ?? []).compactMap { transition in
            guard transition["effect"]?.string == "open-round",
                transition["from"]?.strings?.contains(state) == true
            else { return nil }
            return transition["id"]?.string
        }
    }

    /// The command that says how the proposal differs from each that looks like it.
    private func answering(_ unmet: JudgedRequirement, for row: Verbs.Why.Row) -> String {
        let field = parameter("field", unmet, of: row) ?? "duplicates"
        let answers = unmet.subjects.map { "\(TerminalText.line($0)): it differs because …" }
        return "chancery revise \(ref) --field \(TerminalText.line(field))=\"\(answers.joined(separator: "; "))\""
    }

    /// The fact that a requirement of an act asks for, as its lifecycle says.
    private func fact(_ unmet: JudgedRequirement, of row: Verbs.Why.Row) -> String? {
        parameter("fact", unmet, of: row)
    }

    /// A parameter of a requirement of an act, as its lifecycle says.
    private func parameter(_ name: String, _ unmet: JudgedRequirement, of row: Verbs.Why.Row) -> String? {
        let act = row.transition.map { one("transitions", $0) } ?? one("facts", row.fact ?? "")
        let use = (act["requirements"]?.array ?? []).first {
            $0["require"]?.string == unmet.requirement && (unmet.label.isEmpty || $0["label"]?.string == unmet.label)
        }
        return use?["with"]?[name]?.string
    }

    private func one(_ list: String, _ id: String) -> JSONObject {
        (definition[list]?.array ?? []).first { $0["id"]?.string == id }?.object ?? JSONObject()
    }
}
