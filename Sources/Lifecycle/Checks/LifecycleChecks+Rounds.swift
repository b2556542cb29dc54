/// Where a round can be open, and what is asked there.
extension LifecycleChecks {
    /// The states in which a round may be open.
    var roundStates: Set<String> { states(from: openings.compactMap(\.to)) { $0.effect == .none } }

    /// The same without what can never begin: a transition that opens a round and asks for what needs one opens none where there was
    /// none before, so a way from a state to itself is no beginning.
    private var begunRoundStates: Set<String> {
        var reached: Set<String> = []
        while true {
            let usable = openings.filter { opening in
                opening.from.contains { reached.contains($0) || !needsRound(opening, in: $0) }
            }
            let next = states(from: usable.compactMap(\.to)) { $0.effect == .none }
            if next == reached { return reached }
            reached = next
        }
    }

    private func needsRound(_ transition: TransitionDefinition, in state: String) -> Bool {
        transition.requirements.contains { use in
            guard use.tracks.isEmpty, use.states.isEmpty || use.states.contains(state) else { return false }
            return use.requirement.restsOnRound
        }
    }

    /// The states of an act in which a requirement is asked and no round can be open.
    func roundless(_ use: RequirementUse, of act: Act) -> [String] {
        let asked = act.from.filter { use.states.isEmpty || use.states.contains($0) }
        // What hangs on an opening that never is one is told there alone.
        let roundStates = act.effect == .openRound ? begunRoundStates : roundStates
        return asked.filter { definition.state($0) != nil && !roundStates.contains($0) }
    }

    /// The tracks on which consensus is asked of an act that can be taken there, though no positions are taken on them.
    func silentTracks(_ use: RequirementUse, of act: Act) -> [String] {
        let taking = definition.positions.tracks
        guard !taking.isEmpty else { return [] }
        guard use.tracks.isEmpty else { return use.tracks.filter { !taking.contains($0) } }
        return definition.tracks.map(\.id).filter { track in
            guard !taking.contains(track), passes(act.requirements, track) else { return false }
            let start =
                definition.trackField == nil
                ? openings.filter { passes($0.requirements, track) }.compactMap(\.to) : [definition.initial]
            let reached = states(from: start) { passes($0.requirements, track) }
            return act.effect == .openRound || !reached.isDisjoint(with: act.from)
        }
    }

    /// Whether nothing excludes a proposal on this track.
    private func passes(_ uses: [RequirementUse], _ track: String) -> Bool {
        uses.allSatisfy { use in
            guard let onTrack = use.requirement as? OnTrack, use.states.isEmpty,
                use.tracks.isEmpty || use.tracks.contains(track)
            else { return true }
            return onTrack.tracks.contains(track)
        }
    }
}
