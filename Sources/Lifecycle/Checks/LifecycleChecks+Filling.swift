import DefinitionTree
import Wording

/// Whether what is needed can be written by somebody, in time.
extension LifecycleChecks {
    /// Who drafts can write what a draft needs, and every needed field can be written before the act that needs it.
    func filling() {
        guard isWhole(.states, .revisions, .transitions, .roles, .fields) else { return }
        for (index, field) in definition.form.fields.enumerated() {
            let path = Self.root["form"]["fields"][index]
            if field.key == "title" { title(field, at: path) }
            for (number, need) in field.needs.enumerated() where !need.isHint {
                guard let act = acts.first(where: { $0.id == need.transition }), !isFillable(field, before: act) else {
                    continue
                }
                report(
                    path["needs"][number],
                    "\"\(act.id)\" needs \"\(field.key)\", and nobody can write it before: "
                        + "\(field.writers.listed) may write it, but in no state that comes before while the text may change"
                )
            }
        }
    }

    /// Every draft begins with its title.
    private func title(_ field: FieldDefinition, at path: DefinitionPath) {
        if field.type.word != .text {
            report(path["type"], "a title is text; \"title\" is of the type \(field.type.word.rawValue)")
        }
        let writers = field.writers.compactMap { definition.role($0) }
        guard !field.writers.isEmpty, writers.count == field.writers.count,
            Set(writers.flatMap(\.heldBy)).isDisjoint(with: drafters)
        else { return }
        report(
            path["writers"],
            "a draft needs a title, and nobody who drafts (\(definition.writers.listed)) may write \"title\"")
    }

    /// The appointments that begin proposals.
    private var drafters: [String] { definition.writers.compactMap { definition.role($0) }.flatMap(\.heldBy) }

    private func isFillable(_ field: FieldDefinition, before act: Act) -> Bool {
        let writers = field.writers.compactMap { definition.role($0) }
        // Without writers it belongs to whoever drafts; an unknown one is told elsewhere.
        guard !field.writers.isEmpty, writers.count == field.writers.count else { return true }
        if !Set(writers.flatMap(\.heldBy)).isDisjoint(with: drafters) { return true }
        if act.inputs.contains(where: { $0.writes(field.key) }) { return true }
        let reached = states(from: [definition.initial])
        let before = reached.filter { !states(from: [$0]).isDisjoint(with: act.from) }
        let afterRound = states(from: openings.compactMap(\.to))
        return before.contains { state in
            let canWrite = writers.contains { role in
                switch role.scope {
                case .rosterPartner: afterRound.contains(state)
                case .partnersIn(let key): key != field.key
                case .forum, .proposingPartner: true
                }
            }
            return canWrite && mayChange(field, in: state)
                || definition.transitions.contains { transition in
                    transition.from.contains(state) && transition.inputs.contains { $0.writes(field.key) }
                        && transition.to.map { !states(from: [$0]).isDisjoint(with: act.from) } ?? false
                }
        }
    }

    private func mayChange(_ field: FieldDefinition, in state: String) -> Bool {
        switch definition.state(state)?.revision ?? .none {
        case .free, .rounds, .assigned: true
        case .afterDecision: field.afterDecision
        case .none: false
        }
    }
}

extension InputDefinition {
    /// Whether it may give a field a new value.
    fileprivate func writes(_ field: String) -> Bool {
        if case .changes(let keys) = type { keys.isEmpty || keys.contains(field) } else { false }
    }
}
