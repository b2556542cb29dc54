import DefinitionTree
import Wording

extension LifecycleChecks {
    /// Every state is reached, every state that is not final has a way to one that is, and nothing leaves a final one.
    func states() {
        guard isWhole(.states, .transitions), !definition.states.isEmpty else { return }
        let initial = definition.state(definition.initial)
        if let initial, initial.isFinal {
            report(Self.root["initial"], "a proposal cannot begin in \"\(initial.id)\": it is final")
        }
        for (index, transition) in definition.transitions.enumerated() {
            let path = Self.root["transitions"][index]
            switch (transition.effect, transition.to) {
            case (.undo, .some):
                report(path["to"], "an undo restores the state before the last move: it has no \"to\"")
            case (.none, nil), (.openRound, nil), (.endRound, nil):
                report(path, "the transition \"\(transition.id)\" needs \"to\"")
            case (.undo, nil), (.none, .some), (.openRound, .some), (.endRound, .some): break
            }
            for (number, from) in transition.from.enumerated() where definition.state(from)?.isFinal ?? false {
                report(path["from"][number], "nothing leaves \"\(from)\": it is final")
            }
            if transition.effect == .undo { undo(transition, at: path) }
        }
        if initial != nil { reachable() }
    }

    private func reachable() {
        let reached = states(from: [definition.initial])
        for (index, state) in definition.states.enumerated() where !reached.contains(state.id) {
            report(Self.root["states"][index], "no way leads from \"\(definition.initial)\" to \"\(state.id)\"")
        }
        let finals = definition.states.filter(\.isFinal).map(\.id)
        guard !finals.isEmpty else {
            report(Self.root["states"], "no state is final, so no proposal ever ends: mark one with \"final: true\"")
            return
        }
        for (index, state) in definition.states.enumerated() where !state.isFinal && reached.contains(state.id) {
            if states(from: [state.id]).isDisjoint(with: finals) {
                report(Self.root["states"][index], "no way leads from \"\(state.id)\" to a final state")
            }
        }
    }

    private func undo(_ transition: TransitionDefinition, at path: DefinitionPath) {
        for (number, from) in transition.from.enumerated()
        where definition.state(from) != nil && moves(into: from).isEmpty {
            report(path["from"][number], "no move leads to \"\(from)\", so there is nothing to undo in it")
        }
    }

    /// The transitions, undoing aside, that lead to a state.
    func moves(into state: String) -> [TransitionDefinition] {
        definition.transitions.filter { $0.to == state && $0.effect != .undo }
    }

    /// The states that can be reached from these, themselves included; undoing leads nowhere new.
    func states(
        from start: [String], by passes: (TransitionDefinition) -> Bool = { _ in true }
    ) -> Set<String> {
        var reached: Set<String> = []
        var open = start
        while let state = open.popLast() {
            guard reached.insert(state).inserted else { continue }
            for transition in definition.transitions
            where transition.from.contains(state) && transition.effect != .undo && passes(transition) {
                if let to = transition.to { open.append(to) }
            }
        }
        return reached
    }

    /// The transitions that open a round.
    var openings: [TransitionDefinition] { definition.transitions.filter { $0.effect == .openRound } }

    /// Positions are taken where a round is open, and silence has a deadline to follow.
    func rounds() {
        guard isWhole(.states, .transitions) else { return }
        let roundStates = roundStates
        for (index, state) in definition.states.enumerated() where state.takesPositions {
            let path = Self.root["states"][index]["positions"]
            if isWhole(.positions), definition.positions == .none {
                report(path, "positions are taken in \"\(state.id)\", and no rules of \"positions\" say by whom")
            } else if state.isFinal {
                report(path, "\"\(state.id)\" is final: no position is taken there")
            } else if !roundStates.contains(state.id) {
                report(path, "no round is ever open in \"\(state.id)\", so no position can be taken there")
            }
        }
        if let index = definition.consensus.counting.firstIndex(of: .objection) {
            report(Self.root["consensus"]["counting"][index], "an objection cannot count for consensus")
        }
        if isWhole(.inputs) {
            if definition.consensus.silence == .tacitAfterDeadline, !takesDeadline {
                report(
                    Self.root["consensus"]["silence"],
                    "silence counts after a deadline, but no transition that opens a round takes \"closes\"")
            }
            if !definition.tracks.isEmpty, !choosesTrack, definition.trackField == nil {
                report(
                    Self.root["tracks"],
                    "there are tracks, but no transition that opens a round takes \"track\" to choose one, and no \"track_field\" does"
                )
            }
        }
        let afterRound = states(from: openings.compactMap(\.to))
        for (index, state) in (definition.invitations?.states ?? []).enumerated()
        where definition.state(state) != nil && !afterRound.contains(state) {
            report(
                Self.root["invitations"]["states"][index],
                "nothing was circulated before \"\(state)\", so nobody could agree to an invitation there")
        }
    }

    var takesDeadline: Bool { openings.contains { $0.inputs.contains { $0.key == "closes" } } }
    var choosesTrack: Bool { openings.contains { $0.inputs.contains { $0.type == .track } } }

    /// No transition or fact is out of everybody's reach.
    func roles() {
        guard isWhole(.states, .transitions, .roles) else { return }
        let afterRound = states(from: openings.compactMap(\.to))
        for act in acts {
            let roles = act.roles.compactMap { definition.role($0) }
            guard !roles.isEmpty, act.from.contains(where: { definition.state($0) != nil }) else { continue }
            let outOfReach = roles.allSatisfy { $0.scope == .rosterPartner } && afterRound.isDisjoint(with: act.from)
            if outOfReach {
                report(
                    act.path["roles"],
                    "nobody may do this: \(roles.map(\.id).listed) needs a roster, and nothing was circulated before")
            }
        }
        guard isWhole(.positions), definition.positions != .none,
            let speaker = definition.role(definition.positions.role)
        else { return }
        if speaker.scope != .rosterPartner {
            report(
                Self.root["positions"]["role"],
                "\"\(speaker.id)\" does not speak for the partners on a roster: its scope must be roster-partner")
        }
    }
}
