import CanonicalJSON
package import CivilTime

extension LifecycleDefinition {
    /// Judges one requirement.
    func finding(
        _ use: RequirementUse, act: String, roles: [String], _ circumstances: Circumstances
    ) -> Finding {
        let answer = use.requirement.answer(
            ActInQuestion(definition: self, id: act, roles: roles, circumstances: circumstances))
        return Finding(
            requirement: use.requirement.name, label: use.label, isMet: answer.isMet, reasons: answer.reasons,
            rule: use.source, who: answer.who, subjects: answer.subjects)
    }

    /// The day by which an act with these requirements is due; nil where nothing says so, or nothing came before it.
    package func dueDay(_ requirements: [RequirementUse], in circumstances: Circumstances) -> CivilDate? {
        for use in requirements where applies(use, circumstances) {
            guard let within = use.requirement as? WithinDays else { continue }
            return within.due(ActInQuestion(definition: self, id: "", roles: [], circumstances: circumstances))
        }
        return nil
    }

    /// The roles that write the text: those of the first transition out of the initial state, one that opens a round before others.
    package var writers: [String] {
        let first = transitions.filter { $0.from.contains(initial) && $0.effect != .undo }
        return (first.first { $0.effect == .openRound } ?? first.first)?.roles ?? []
    }

    /// The roles of those who are named in a field of organisers: they see the draft, and write the text as its proposer does.
    package var organisers: [String] {
        roles.filter { role in
            guard case .partnersIn(let key) = role.scope else { return false }
            return form.field(key)?.type.word == .organisers
        }.map(\.id)
    }

    /// The fields that the form demands by an act on the circumstances' track and that are empty.
    func missingFields(by act: String, _ circumstances: Circumstances) -> [FieldDefinition] {
        form.fields.filter { field in
            !isGiven(circumstances.fields[field.key])
                && field.needs.contains { need in
                    need.transition == act && !need.isHint
                        && (need.tracks.isEmpty || circumstances.track.map(need.tracks.contains) ?? true)
                }
        }
    }

    /// The value of a choice in this act, or what leaving it out means.
    func choice(_ key: String, act: String, _ circumstances: Circumstances) -> String? {
        let inputs = transition(act)?.inputs ?? fact(act)?.inputs ?? []
        return circumstances.inputs[key]?.string ?? inputs.first { $0.key == key }?.fallback
    }
}
