extension LifecycleDefinition {
    /// The states and transitions as a Mermaid `stateDiagram-v2`: an arrow a transition, with who makes it. What undoes a move stands in a note.
    package var mermaid: String {
        var lines = ["stateDiagram-v2"]
        for state in states {
            lines.append("    state \"\(Mermaid.text(state.label))\" as \(Mermaid.id(state.id))")
        }
        lines.append("    [*] --> \(Mermaid.id(initial))")
        for transition in transitions {
            guard let to = transition.to else { continue }
            let roles = transition.roles.map { role($0)?.label ?? $0 }.joined(separator: " or ")
            for from in transition.from {
                lines.append(
                    "    \(Mermaid.id(from)) --> \(Mermaid.id(to)) : "
                        + Mermaid.text("\(transition.id) (\(roles))"))
            }
        }
        for state in states where state.isFinal { lines.append("    \(Mermaid.id(state.id)) --> [*]") }
        for transition in transitions where transition.effect == .undo {
            let labels = transition.from.map { state($0)?.label ?? $0 }.joined(separator: ", ")
            lines.append("    note right of \(Mermaid.id(initial))")
            lines.append("        " + Mermaid.text("\(transition.id) undoes the last move while it is \(labels)"))
            lines.append("    end note")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The transitions and facts as a Markdown table: from where to where, who, and each requirement with its source.
    package var transitionTable: String {
        var lines = ["| act | from → to | who | requirements |", "| --- | --- | --- | --- |"]
        for transition in transitions {
            let to = transition.effect == .undo ? "the state before" : transition.to ?? ""
            lines.append(
                row(
                    transition.id, transition.from.joined(separator: ", ") + " → " + to, transition.roles,
                    transition.inputs, transition.requirements))
        }
        for fact in facts {
            lines.append(
                row(
                    fact.id + " (a fact)", fact.states.joined(separator: ", "), fact.roles, fact.inputs,
                    fact.requirements))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func row(
        _ name: String, _ way: String, _ roles: [String], _ inputs: [InputDefinition], _ uses: [RequirementUse]
    ) -> String {
        let given = inputs.filter(\.isRequired).map { "`\($0.key)`" }
        var conditions = given.isEmpty ? [] : ["given: " + given.joined(separator: ", ")]
        conditions += uses.map { use in
            let given = use.given.map { ["`\($0.input)` " + $0.values.joined(separator: " or ")] } ?? []
            let scope = (use.tracks + use.states + given).joined(separator: ", ")
            return "\(use.label)" + (scope.isEmpty ? "" : " (\(scope))") + " [\(use.source)]"
        }
        let cells = [name, way, roles.joined(separator: ", "), conditions.joined(separator: "; ")]
        return "| " + cells.map { $0.split(separator: "|").joined(separator: "\\|") }.joined(separator: " | ") + " |"
    }
}

/// How names and texts stand in a Mermaid diagram.
private enum Mermaid {
    /// Mermaid reads hyphens and some words otherwise, so an id begins with `s_` and has underscores.
    static func id(_ name: String) -> String {
        "s_" + String(name.map { $0 == "-" ? "_" : $0 })
    }

    /// Text without the characters that end a label or begin an entity.
    static func text(_ text: String) -> String {
        String(
            text.map { character in
                switch character {
                case "\"": "'"
                case ":", ";": ","
                case "#", "{", "}", "<", ">", "\n", "\r", "\r\n": " "
                default: character
                }
            })
    }
}
