extension LifecycleChecks {
    /// Each requirement names what exists, and can hold.
    func requirements() {
        for act in acts {
            for (index, use) in act.requirements.enumerated() {
                let path = act.path["requirements"][index]
                frame(use, of: act, at: path)
                parameters(use, of: act, at: path["with"])
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

    /// Exhaustive on purpose: a new requirement must say here when it can hold.
    private func parameters(_ use: RequirementUse, of act: Act, at path: DefinitionPath) {
        switch use.requirement {
        case .formComplete, .decidedInOrder: break
        case .counterparts(let key, _, let values, let waiver):
            let limit = listField(key, [.partners, .organisers], at: path["field"])
            if let limit, values.count > limit {
                report(path["values"], "\"\(key)\" lists at most \(limit), and \(values.count) are asked for")
            }
            fieldType(waiver, [.text], at: path["waiver"])
        case .duplicatesAnswered(let key): _ = listField(key, [.answers], at: path["field"])
        case .onTrack(let tracks): onTrack(tracks, use, at: path["tracks"])
        case .consensus: consensus(use, of: act, at: path)
        case .meetingHeld(let input, _), .decidedDuringMeeting(let input):
            inputType(input, [.meeting], of: act.inputs, "\"\(act.id)\"", at: path["input"])
        case .meetingAfterFact(let input, let fact):
            inputType(input, [.meeting], of: act.inputs, "\"\(act.id)\"", at: path["input"])
            recordable(fact, for: act, at: path["fact"])
            if let definition = definition.fact(fact), isWhole(.inputs),
                !definition.inputs.contains(where: { ["starts", "ends"].contains($0.key) && $0.type == .date })
            {
                report(path["fact"], "\"\(fact)\" takes no date \"starts\" or \"ends\" to compare with")
            }
        case .notOwnPartner:
            let roles = act.roles.compactMap { definition.role($0) }
            if !roles.isEmpty, roles.allSatisfy({ $0.scope == .proposingPartner }) {
                report(path, "only the proposing partner may do this, so it can never be another one")
            }
        case .factRecorded(let fact, let statuses):
            recordable(fact, for: act, at: path["fact"])
            known(statuses, of: fact, at: path["statuses"])
        case .factAbsent(let fact, let statuses):
            known(fact, .fact, at: path["fact"])
            known(statuses, of: fact, at: path["statuses"])
        case .datesNotInFuture(let fact, let inputs):
            if let fact { known(fact, .fact, at: path["fact"]) }
            let source = fact.map { definition.fact($0)?.inputs } ?? act.inputs
            guard let source else { break }
            for (index, input) in inputs.enumerated() {
                inputType(input, [.date], of: source, "\"\(fact ?? act.id)\"", at: path["inputs"][index])
            }
        case .datesInOrder(let fields, let inputs): datesInOrder(fields, inputs, of: act, at: path)
        case .todayBefore(let key): fieldType(key, [.date], at: path["field"])
        case .atLeast(let key, let count):
            let limit = listField(key, nil, at: path["field"])
            if let limit, count > limit {
                report(path["count"], "\"\(key)\" lists at most \(limit), so never \(count)")
            }
        case .inputsWith(let input, let values, let needed): inputsWith(input, values, needed, of: act, at: path)
        case .deadlinePassed: deadline(use, of: act, at: path)
        case .sameOfficeAsLastMove: sameOffice(of: act, at: path)
        case .decidedOn(let input):
            inputType(input, [.date], of: act.inputs, "\"\(act.id)\"", at: path["input"])
        case .decidedOnLatest(let facts, let input): decidedOnLatest(facts, input, of: act, at: path)
        case .namedIn(let input, let key):
            inputType(input, [.partner], of: act.inputs, "\"\(act.id)\"", at: path["input"])
            _ = listField(key, [.partners, .organisers], at: path["field"])
        case .factSince(let fact, let statuses, let facts):
            factSince(fact, statuses, facts, of: act, at: path)
        case .withinDays(_, let fact, let waiver):
            inputType(waiver, [.text], of: act.inputs, "\"\(act.id)\"", at: path["waiver"])
            if let fact { known(fact, .fact, at: path["fact"]) } else { follows(of: act, at: path) }
        case .fieldIs(let key, let values): fieldIs(key, values, at: path)
        case .signed:
            if act.isFact { report(path, "only a transition is signed; a fact is not") }
        case .lastMoveNot(let transitions):
            known(transitions, .transition, at: path["transitions"])
            let moves = lastMoves(before: act)
            if isWhole(.transitions), !moves.isEmpty, moves.allSatisfy({ transitions.contains($0.id) }) {
                report(path["transitions"], "the last move is always one of these: it can never be another one")
            }
        }
    }

    /// The field must exist and be of one of these types.
    @discardableResult
    private func fieldType(_ key: String, _ types: [FieldWord]?, at path: DefinitionPath) -> FieldDefinition? {
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

    private func fieldIs(_ key: String, _ values: [String], at path: DefinitionPath) {
        guard case .choice(let choices) = fieldType(key, [.choice], at: path["field"])?.type else { return }
        for (index, value) in values.enumerated() where !choices.contains(value) {
            report(path["values"][index], "\"\(value)\" is not one of the choices of \"\(key)\": \(choices.listed)")
        }
    }

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

    private func datesInOrder(_ fields: [String], _ inputs: [String], of act: Act, at path: DefinitionPath) {
        for (index, key) in fields.enumerated() { fieldType(key, [.date], at: path["fields"][index]) }
        for (index, key) in inputs.enumerated() {
            inputType(key, [.date], of: act.inputs, "\"\(act.id)\"", at: path["inputs"][index])
        }
        if fields.count < 2, inputs.count < 2 { report(path, "name at least two days to compare") }
    }

    private func inputsWith(
        _ key: String, _ values: [String], _ needed: [String], of act: Act, at path: DefinitionPath
    ) {
        choice(key, values, of: act, at: path)
        for (index, other) in needed.enumerated() where isWhole(.inputs) {
            if !act.inputs.contains(where: { $0.key == other }) {
                report(path["needed"][index], "\"\(act.id)\" takes no input \"\(other)\"")
            }
        }
    }

    /// The values must be among the choices of an input of the act.
    private func choice(_ key: String, _ values: [String], of act: Act, at path: DefinitionPath) {
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

extension RequirementUse {
    /// The source of a requirement that a forum may switch off.
    static let houseRule = "house rule"
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
