import DefinitionTree
import Wording

extension LifecycleChecks {
    /// Each requirement names what exists, and can hold.
    func requirements() {
        for act in acts {
            for (index, use) in act.requirements.enumerated() {
                let path = act.path["requirements"][index]
                frame(use, of: act, at: path)
                use.requirement.check(
                    at: RequirementPlace(checks: self, use: use, act: act, path: path["with"]))
            }
            contradictions(in: act)
        }
        factCycles()
    }

    /// Tracks, states and source of a requirement.
    private func frame(_ use: RequirementUse, of act: Act, at path: DefinitionPath) {
        known(use.tracks, .track, at: path["tracks"])
        for (index, state) in use.states.enumerated() where !act.from.contains(state) {
            report(
                path["states"][index],
                "\"\(act.id)\" never starts from \"\(state)\", so \(use.requirement.name) is never asked there")
        }
        if let given = use.given { choice(given.input, given.values, of: act, at: path["given"]) }
        let isNamedSo = use.source == RequirementUse.houseRule
        if isNamedSo != use.isHouseRule {
            report(
                path[isNamedSo ? "source" : "house_rule"],
                "a requirement with \"house_rule: true\" has the source \"\(RequirementUse.houseRule)\", and no other has"
            )
        }
    }

    /// The field must exist and be of one of these types.
    @discardableResult
    func fieldType(_ key: String, _ types: [FieldWord]?, at path: DefinitionPath) -> FieldDefinition? {
        known(key, .field, at: path)
        guard let field = definition.form.field(key) else { return nil }
        if let types, !types.contains(field.type.word) {
            let wanted = types.map(\.rawValue).joined(separator: " or ")
            report(path, "the field \"\(key)\" has the type \(field.type.word.rawValue); it must be \(wanted)")
            return nil
        }
        return field
    }

    /// The field must be a list; answers its limit.
    func listField(_ key: String, _ types: [FieldWord]?, at path: DefinitionPath) -> Int? {
        guard let field = fieldType(key, types, at: path) else { return nil }
        if field.type.listLimit == nil {
            report(path, "the field \"\(key)\" is not a list: its type is \(field.type.word.rawValue)")
        }
        return field.type.listLimit
    }

    /// The input must exist, and be of one of these types.
    func inputType(
        _ key: String, _ types: [InputWord], of inputs: [InputDefinition], _ owner: String, at path: DefinitionPath
    ) {
        guard isWhole(.inputs), !key.isEmpty else { return }
        guard let input = inputs.first(where: { $0.key == key }) else {
            report(path, "\(owner) takes no input \"\(key)\"")
            return
        }
        if !types.contains(input.type.word) {
            let wanted = types.map(\.rawValue).joined(separator: " or ")
            report(path, "the input \"\(key)\" has the type \(input.type.word.rawValue); it must be \(wanted)")
        }
    }

    /// The values must be among the choices of an input of the act.
    func choice(_ key: String, _ values: [String], of act: Act, at path: DefinitionPath) {
        inputType(key, [.choice], of: act.inputs, "\"\(act.id)\"", at: path["input"])
        guard case .choice(let choices) = act.inputs.first(where: { $0.key == key })?.type else { return }
        for (index, value) in values.enumerated() where !choices.contains(value) {
            report(path["values"][index], "\"\(value)\" is not one of the choices of \"\(key)\": \(choices.listed)")
        }
    }

    /// Statuses must be choices of the fact's input `status`.
    func known(_ statuses: [String], of fact: String, at path: DefinitionPath) {
        guard let definition = definition.fact(fact), isWhole(.inputs) else { return }
        guard !statuses.isEmpty else { return }
        guard case .choice(let choices) = definition.inputs.first(where: { $0.key == "status" })?.type else {
            report(path, "\"\(fact)\" takes no choice \"status\"")
            return
        }
        for (index, status) in statuses.enumerated() where !choices.contains(status) {
            report(path[index], "\"\(status)\" is not a status of \"\(fact)\": \(choices.listed)")
        }
    }

    /// The transitions that may have been the last move before this act.
    func lastMoves(before act: Act) -> [TransitionDefinition] { act.from.flatMap { moves(into: $0) } }
}

extension InputDefinition.InputType {
    /// The word that files write for this type.
    var word: InputWord {
        switch self {
        case .text: .text
        case .date: .date
        case .instant: .instant
        case .integer: .integer
        case .choice: .choice
        case .track: .track
        case .meeting: .meeting
        case .fieldKeys: .fieldKeys
        case .partner: .partner
        case .money: .money
        case .changes: .changes
        case .address: .address
        case .partnerCount: .partnerCount
        }
    }
}
