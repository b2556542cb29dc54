import DefinitionTree
import Wording

/// Whether requirements can hold where they stand, alone and beside one another.
extension LifecycleChecks {
    /// The fact must be one that can be recorded by the time of the act.
    func recordable(_ fact: String, for act: Act, at path: DefinitionPath) {
        known(fact, .fact, at: path)
        guard let definition = definition.fact(fact), isWhole(.states, .transitions, .facts) else { return }
        let known = definition.states.filter { self.definition.state($0) != nil }
        let targets = act.from.filter { self.definition.state($0) != nil }
        guard !known.isEmpty, !targets.isEmpty else { return }
        if states(from: known).isDisjoint(with: targets) {
            report(path, "\"\(fact)\" is recorded in \(known.listed) alone, which never comes before \(targets.listed)")
        }
    }

    /// Facts that wait for one another are never recorded.
    func factCycles() {
        func needed(_ fact: FactDefinition) -> [(index: Int, fact: String)] {
            fact.requirements.enumerated().compactMap { index, use in
                guard use.tracks.isEmpty, use.states.isEmpty, use.given == nil else { return nil }
                return use.requirement.neededFact.map { (index, $0) }
            }
        }
        func leads(_ fact: String, to goal: String, _ seen: Set<String>) -> Bool {
            guard fact != goal else { return true }
            guard !seen.contains(fact), let definition = definition.fact(fact) else { return false }
            return needed(definition).contains { leads($0.fact, to: goal, seen.union([fact])) }
        }
        var told: Set<String> = []
        for (index, fact) in definition.facts.enumerated() where !told.contains(fact.id) {
            for need in needed(fact) where leads(need.fact, to: fact.id, []) {
                told.formUnion([fact.id, need.fact])
                report(
                    Self.root["facts"][index]["requirements"][need.index],
                    need.fact == fact.id
                        ? "\"\(fact.id)\" can never be recorded: it waits for itself"
                        : "\"\(fact.id)\" can never be recorded: it waits for \"\(need.fact)\", which waits for it")
            }
        }
    }

    /// No requirement stands twice, and no two of one act exclude each other where both are asked.
    func contradictions(in act: Act) {
        for (index, use) in act.requirements.enumerated() {
            for earlier in act.requirements[..<index] where meet(earlier, use) {
                let path = act.path["requirements"][index]
                let (left, right) = (earlier.requirement, use.requirement)
                if left.isSame(as: right) {
                    report(path, "\(right.name) appears twice in \"\(act.id)\"")
                } else if let sentence = left.contradiction(with: right) ?? right.contradiction(with: left) {
                    report(path, sentence)
                }
            }
        }
    }

    /// Whether both are asked on one track, in one state, of one act.
    private func meet(_ left: RequirementUse, _ right: RequirementUse) -> Bool {
        func overlap(_ left: [String], _ right: [String]) -> Bool {
            left.isEmpty || right.isEmpty || !Set(left).isDisjoint(with: right)
        }
        if let one = left.given, let other = right.given, one.input == other.input,
            Set(one.values).isDisjoint(with: other.values)
        {
            return false
        }
        return overlap(left.tracks, right.tracks) && overlap(left.states, right.states)
    }
}
