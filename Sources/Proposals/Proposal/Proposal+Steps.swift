package import Lifecycle

/// Which moves lead on from where a proposal stands.
extension Proposal {
    /// The moves that lead on from here: forward, or into a new round where the last one ended.
    package func steps(under definition: LifecycleDefinition) -> [TransitionDefinition] {
        definition.transitions.filter { isForward($0, under: definition) || needsNewRound($0) }
    }

    /// A new round is needed where the text changed under positions.
    package func needsNewRound(_ transition: TransitionDefinition) -> Bool {
        transition.effect == .openRound && transition.from.contains(state) && openRound == nil && !rounds.isEmpty
    }

    private func isForward(_ transition: TransitionDefinition, under definition: LifecycleDefinition) -> Bool {
        guard transition.effect == .none || transition.effect == .openRound, transition.from.contains(state),
            let target = definition.place(of: transition), let present = definition.place(ofState: state)
        else { return false }
        return target > present
    }
}

extension LifecycleDefinition {
    /// How far on a move leads, by the order of the states.
    package func place(of transition: TransitionDefinition) -> Int? { transition.to.flatMap { place(ofState: $0) } }

    fileprivate func place(ofState state: String) -> Int? { states.firstIndex { $0.id == state } }
}

extension Proposal {
    /// What requirements see of it before anybody acts.
    package func prospect(under definition: LifecycleDefinition) -> Prospect {
        var views: [String: FactView] = [:]
        for fact in facts {
            views[fact.fact] = FactView(inputs: fact.inputs, decidedAt: fact.decidedAt, version: fact.version)
        }
        return Prospect(
            state: state, track: track(under: definition), facts: views,
            round: openRound.map { roll(of: $0, under: definition) })
    }

    private func roll(of round: Round, under definition: LifecycleDefinition) -> Prospect.Roll {
        var roll = Prospect.Roll(
            isOnPresentText: round.textDigest == textDigest && !round.roster.isEmpty, silent: [], contrary: [])
        for entry in round.roster {
            if let position = round.positions[entry.partner] {
                if !definition.consensus.counts(position.stance) { roll.contrary.append(entry.partner) }
            } else {
                roll.silent.append(entry.partner)
            }
        }
        return roll
    }
}
