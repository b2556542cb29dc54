extension LifecycleDefinition {
    /// The lifecycle as W3C State Chart XML 1.0, for tools that read it.
    ///
    /// Each transition's condition calls `role(…)` with the roles that may make it and `guard(…)` with each requirement's name, the
    /// tracks and the states where it is asked. Facts are transitions without a target; an undo is one transition for each move that it may undo.
    package var scxml: String {
        var lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<scxml xmlns=\"http://www.w3.org/2005/07/scxml\" version=\"1.0\" datamodel=\"ecmascript\" "
                + "name=\"\(XML.attribute(id))\" initial=\"\(XML.attribute(initial))\">",
        ]
        for state in states {
            guard !state.isFinal else {
                lines.append("  <final id=\"\(XML.attribute(state.id))\"/>")
                continue
            }
            lines.append("  <state id=\"\(XML.attribute(state.id))\">")
            for transition in transitions where transition.from.contains(state.id) {
                lines += arrows(transition, from: state.id)
            }
            for fact in facts where fact.states.contains(state.id) {
                lines.append(XML.transition(fact.id, Self.condition(fact.roles, fact.requirements), target: nil))
            }
            lines.append("  </state>")
        }
        lines.append("</scxml>")
        return lines.joined(separator: "\n") + "\n"
    }

    private func arrows(_ transition: TransitionDefinition, from state: String) -> [String] {
        let condition = Self.condition(transition.roles, transition.requirements)
        guard transition.effect == .undo else {
            return [XML.transition(transition.id, condition, target: transition.to)]
        }
        let moves = transitions.filter { $0.to == state && $0.effect != .undo }
        return moves.flatMap { move in
            move.from.map { before in
                XML.transition(
                    transition.id, "lastMove(\(XML.quoted(move.id)), \(XML.quoted(before))) && " + condition,
                    target: before)
            }
        }
    }

    private static func condition(_ roles: [String], _ uses: [RequirementUse]) -> String {
        let guards = uses.map { use in
            var arguments = [XML.quoted(use.requirement.name)]
            if !use.tracks.isEmpty || !use.states.isEmpty || use.given != nil {
                arguments.append(XML.list(use.tracks))
            }
            if !use.states.isEmpty || use.given != nil { arguments.append(XML.list(use.states)) }
            if let given = use.given { arguments += [XML.quoted(given.input), XML.list(given.values)] }
            return "guard(\(arguments.joined(separator: ", ")))"
        }
        return (["role(\(roles.map(XML.quoted).joined(separator: ", ")))"] + guards).joined(separator: " && ")
    }
}

/// How names stand in SCXML.
private enum XML {
    static func transition(_ event: String, _ condition: String, target: String?) -> String {
        "    <transition event=\"\(attribute(event))\" cond=\"\(attribute(condition))\""
            + (target.map { " target=\"\(attribute($0))\"" } ?? "") + "/>"
    }

    static func quoted(_ text: String) -> String {
        "'" + text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "'"
    }

    static func list(_ texts: [String]) -> String { "[" + texts.map(quoted).joined(separator: ", ") + "]" }

    static func attribute(_ text: String) -> String {
        text.map { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case "\n": "&#10;"
            default: String(character)
            }
        }.joined()
    }
}
