package import CanonicalJSON

/// What findings say that no requirement makes: of the state, the office, the inputs.
enum ActSentence: String, EngineSentence {
    static let room = "act"

    case inState = "the proposal is {state}"
    case inOtherState = "the proposal is {state}, and this starts from {states|or}"
    case mayAct = "you may act as {roles|or}"
    case mayNotAct = "only {roles|or} may do this"
    case inputMissing = "\"{input}\" must be given: {label}"
    case recordedOnce = "\"{fact}\" is already recorded and stands once"
}

extension LifecycleDefinition {
    /// Judges one transition: the state, the role, the inputs and every requirement, each with its finding.
    package func verdict(on transition: TransitionDefinition, in circumstances: Circumstances) -> Verdict {
        Verdict(
            findings: [
                state(of: transition.from, circumstances),
                role(of: transition.roles, circumstances),
            ] + inputs(transition.inputs, transition.roles, circumstances)
                + requirements(transition.requirements, transition.id, transition.roles, circumstances))
    }

    /// Judges the recording of a fact.
    package func verdict(on fact: FactDefinition, in circumstances: Circumstances) -> Verdict {
        var findings = [
            state(of: fact.states, circumstances),
            role(of: fact.roles, circumstances),
        ]
        if !fact.isRepeatable, circumstances.facts[fact.id] != nil {
            findings.append(
                Finding(
                    requirement: "fact-absent", label: "recorded once", isMet: false,
                    reasons: [Reason(ActSentence.recordedOnce, ["fact": .text(fact.label)])], rule: "lifecycle"))
        }
        return Verdict(
            findings: findings + inputs(fact.inputs, fact.roles, circumstances)
                + requirements(fact.requirements, fact.id, fact.roles, circumstances))
    }

    private func state(of from: [String], _ circumstances: Circumstances) -> Finding {
        let isMet = from.contains(circumstances.state)
        let labels = from.map { state($0)?.label ?? $0 }
        let present = state(circumstances.state)?.label ?? circumstances.state
        return Finding(
            requirement: "state", label: "the proposal is \(labels.joined(separator: " or "))", isMet: isMet,
            reasons: [
                isMet
                    ? Reason(ActSentence.inState, ["state": .text(present)])
                    : Reason(ActSentence.inOtherState, ["state": .text(present), "states": .list(labels)])
            ], rule: "lifecycle", subjects: from)
    }

    private func role(of roles: [String], _ circumstances: Circumstances) -> Finding {
        let isMet = office(in: circumstances, roles: roles) != nil
        let labels = roles.map { role($0)?.label ?? $0 }
        return Finding(
            requirement: "role", label: "made by \(labels.joined(separator: " or "))", isMet: isMet,
            reasons: [Reason(isMet ? ActSentence.mayAct : .mayNotAct, ["roles": .list(labels)])], rule: "lifecycle",
            who: capable(roles, circumstances), subjects: roles)
    }

    private func inputs(
        _ inputs: [InputDefinition], _ roles: [String], _ circumstances: Circumstances
    ) -> [Finding] {
        inputs.filter { $0.isRequired && !isGiven(circumstances.inputs[$0.key]) }.map { input in
            Finding(
                requirement: "input", label: input.label, isMet: false,
                reasons: [
                    Reason(ActSentence.inputMissing, ["input": .text(input.key), "label": .text(input.label)])
                ], rule: "lifecycle", who: capable(roles, circumstances), subjects: [input.key])
        }
    }

    private func requirements(
        _ uses: [RequirementUse], _ act: String, _ roles: [String], _ circumstances: Circumstances
    ) -> [Finding] {
        uses.filter { applies($0, circumstances, act: act) }.map { use in
            finding(use, act: act, roles: roles, circumstances)
        }
    }

    /// Whether a requirement is asked on this track, in this state, in this forum, and of what is given with the act.
    package func applies(_ use: RequirementUse, _ circumstances: Circumstances, act: String = "") -> Bool {
        if use.isHouseRule, circumstances.disabledHouseRules.contains(use.requirement.name) { return false }
        if !use.states.isEmpty, !use.states.contains(circumstances.state) { return false }
        if let given = use.given {
            guard let value = choice(given.input, act: act, circumstances), given.values.contains(value) else {
                return false
            }
        }
        return use.tracks.isEmpty || circumstances.track.map(use.tracks.contains) ?? true
    }

    package func isGiven(_ value: JSONValue?) -> Bool {
        switch value {
        case nil, .null: false
        case .string(let text): text.utf8.contains { $0 > 0x20 }
        case .array(let elements): !elements.isEmpty
        case .object(let object): !object.isEmpty
        case .bool, .integer: true
        }
    }
}

extension LifecycleDefinition {
    /// Judges requirements by themselves, for acts that no transition names.
    package func findings(_ uses: [RequirementUse], roles: [String], _ circumstances: Circumstances) -> [Finding] {
        uses.map { finding($0, act: "", roles: roles, circumstances) }
    }
}
