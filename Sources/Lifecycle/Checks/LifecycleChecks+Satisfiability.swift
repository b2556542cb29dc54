/// Whether requirements can hold where they stand, alone and beside one another.
extension LifecycleChecks {
    /// A track must be choosable, and not be asked for on another one.
    func onTrack(_ tracks: [String], _ use: RequirementUse, at path: DefinitionPath) {
        known(tracks, .track, at: path)
        if !use.tracks.isEmpty, Set(use.tracks).isDisjoint(with: tracks) {
            report(path, "it is asked on the track \(use.tracks.listed) alone, where it can never hold")
        }
    }

    /// Consensus needs an open round in a state before the act, in which positions are taken that count.
    func consensus(_ use: RequirementUse, of act: Act, at path: DefinitionPath) {
        if isWhole(.consensus), definition.consensus.counting.isEmpty, definition.consensus.silence == .never {
            report(path, "consensus can never stand: no stance counts for it, and silence does not")
        }
        guard isWhole(.states, .transitions) else { return }
        let roundless = roundless(use, of: act)
        // Where no round is open it says nothing more that no positions are taken.
        if isWhole(.positions, .tracks, .requirements), definition.positions != .none, !openings.isEmpty,
            roundless.isEmpty
        {
            let silent = silentTracks(use, of: act)
            if !silent.isEmpty {
                report(path, "consensus can never stand: no positions are taken on the track \(silent.listed)")
            }
        }
        if openings.isEmpty {
            report(path, "consensus can never stand: no transition opens a round")
        } else if !roundless.isEmpty {
            report(path, "consensus can never stand: no round is open in \(roundless.listed)")
        } else if !definition.states.contains(where: { $0.takesPositions }) {
            report(path, "consensus can never stand: no state takes positions")
        }
    }

    /// A deadline passes only where a round with one may be open.
    func deadline(_ use: RequirementUse, of act: Act, at path: DefinitionPath) {
        guard isWhole(.states, .transitions, .inputs) else { return }
        if !takesDeadline {
            report(path, "no deadline ever passes: no transition that opens a round takes \"closes\"")
            return
        }
        let roundless = roundless(use, of: act)
        if !roundless.isEmpty { report(path, "no deadline ever passes: no round is open in \(roundless.listed)") }
    }

    /// Somebody who may do this must be able to make a move that leads here.
    func sameOffice(of act: Act, at path: DefinitionPath) {
        guard isWhole(.states, .transitions, .roles) else { return }
        let moves = lastMoves(before: act)
        guard !moves.isEmpty else {
            if !act.from.contains(where: { definition.state($0) == nil }) {
                report(path, "no move leads to \(act.from.listed), so no office made the last one")
            }
            return
        }
        func holders(_ roles: [String]) -> Set<String> {
            Set(roles.compactMap { definition.role($0) }.flatMap(\.heldBy))
        }
        if holders(moves.flatMap(\.roles)).isDisjoint(with: holders(act.roles)) {
            report(path, "nobody who may do this can make a move that leads to \(act.from.listed)")
        }
    }

    /// Each fact is recorded before the act, with a day of this name.
    func decidedOnLatest(_ facts: [String], _ input: String, of act: Act, at path: DefinitionPath) {
        for (index, fact) in facts.enumerated() {
            recordable(fact, for: act, at: path["facts"][index])
            guard let definition = definition.fact(fact), isWhole(.inputs), !input.isEmpty else { continue }
            if !definition.inputs.contains(where: { $0.key == input && $0.type == .date }) {
                report(path["input"], "\"\(fact)\" takes no date \"\(input)\"")
            }
        }
    }

    /// A fact is recorded before the act, and waits for others than itself.
    func factSince(
        _ fact: String, _ statuses: [String], _ facts: [String], of act: Act, at path: DefinitionPath
    ) {
        recordable(fact, for: act, at: path["fact"])
        known(statuses, of: fact, at: path["statuses"])
        known(facts, .fact, at: path["facts"])
        if let index = facts.firstIndex(of: fact) {
            report(path["facts"][index], "\"\(fact)\" is never recorded later than itself")
        }
    }

    /// Days are counted from a move, so one must lead here.
    func follows(of act: Act, at path: DefinitionPath) {
        guard isWhole(.states, .transitions), lastMoves(before: act).isEmpty,
            act.from.allSatisfy({ definition.state($0) != nil })
        else { return }
        report(path, "no move leads to \(act.from.listed), so there is nothing to count days from")
    }

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
                switch use.requirement {
                case .factRecorded(let other, _), .factSince(let other, _, _): return (index, other)
                default: return nil
                }
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
                if earlier.requirement == use.requirement {
                    report(path, "\(use.requirement.name) appears twice in \"\(act.id)\"")
                } else if let sentence = contradiction(earlier.requirement, use.requirement) {
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

    private func contradiction(_ left: Requirement, _ right: Requirement) -> String? {
        func disjoint(_ left: [String], _ right: [String]) -> Bool {
            !left.isEmpty && !right.isEmpty && Set(left).isDisjoint(with: right)
        }
        switch (left, right) {
        case (.factRecorded(let fact, let statuses), .factAbsent(let other, let excluded)),
            (.factAbsent(let fact, let excluded), .factRecorded(let other, let statuses)):
            guard fact == other else { return nil }
            let excludesAll = excluded.isEmpty || !statuses.isEmpty && Set(statuses).isSubset(of: excluded)
            return excludesAll ? "\"\(fact)\" cannot be recorded and absent at once" : nil
        case (.factSince(let fact, _, _), .factAbsent(let other, let excluded)),
            (.factAbsent(let other, let excluded), .factSince(let fact, _, _)):
            return fact == other && excluded.isEmpty ? "\"\(fact)\" cannot be recorded and absent at once" : nil
        case (.factRecorded(let fact, let statuses), .factRecorded(let other, let others)):
            return fact == other && disjoint(statuses, others)
                ? "\"\(fact)\" cannot have the status \(statuses.listed) and \(others.listed) at once" : nil
        case (.fieldIs(let field, let values), .fieldIs(let other, let others)):
            return field == other && disjoint(values, others)
                ? "\"\(field)\" cannot be \(values.listed) and \(others.listed) at once" : nil
        case (.onTrack(let tracks), .onTrack(let others)):
            return disjoint(tracks, others)
                ? "no proposal is on the track \(tracks.listed) and on \(others.listed) at once" : nil
        case (.meetingHeld(let input, let kinds), .meetingHeld(let other, let others)):
            return input == other && disjoint(kinds, others)
                ? "no meeting is of the kind \(kinds.listed) and \(others.listed) at once" : nil
        default: return nil
        }
    }
}
