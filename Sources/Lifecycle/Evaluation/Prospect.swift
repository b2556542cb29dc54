/// A proposal as requirements see it before anybody acts: it follows from the proposal alone, without an actor, a time or the registry.
package struct Prospect: Sendable {
    package var state: String
    package var track: String?
    /// The newest record of each fact.
    package var facts: [String: FactView]
    /// The open round; nil where none is.
    package var round: Roll?

    package init(state: String, track: String?, facts: [String: FactView], round: Roll?) {
        self.state = state
        self.track = track
        self.facts = facts
        self.round = round
    }

    /// Who on a round's roster does not hold a stance that counts.
    package struct Roll: Sendable {
        /// Whether it is open on the present text: another one can give no consensus.
        package var isOnPresentText: Bool
        /// Partners without a position.
        package var silent: [String]
        /// Partners whose stance does not count.
        package var contrary: [String]

        package init(isOnPresentText: Bool, silent: [String], contrary: [String]) {
            self.isOnPresentText = isOnPresentText
            self.silent = silent
            self.contrary = contrary
        }
    }
}

extension LifecycleDefinition {
    /// Whether an act lacks something that only another event of the proposal brings, whoever makes it, when, and whatever is given with
    /// it. Much that is held up is not known to be: house rules may be off, and what an act itself changes is not looked at.
    package func isHeldUp(
        _ requirements: [RequirementUse], taking inputs: [InputDefinition], _ prospect: Prospect
    ) -> Bool {
        guard !inputs.contains(where: { $0.type == .track || $0.isChanges }) else { return false }
        return requirements.contains { use in
            guard !use.isHouseRule, use.given == nil, use.states.isEmpty || use.states.contains(prospect.state),
                use.tracks.isEmpty || prospect.track.map(use.tracks.contains) ?? true,
                let subjects = use.requirement.awaits(prospect, under: self)
            else { return false }
            // What is named as an input is could be given.
            return subjects.isEmpty || subjects.contains { subject in !inputs.contains { $0.key == subject } }
        }
    }
}
