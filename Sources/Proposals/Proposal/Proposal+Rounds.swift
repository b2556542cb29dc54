package import CivilTime
package import Lifecycle

/// Which round is of the present. What is past stays in ``Proposal/rounds``, and is told as past.
extension Proposal {
    /// The round that goes on: open on the present text, in a state in which a round goes on. A decision ends it for everybody but an
    /// undo, which finds it as it was.
    package func runningRound(under definition: LifecycleDefinition) -> Round? {
        definition.keepsRound(in: state) ? openRound : nil
    }

    /// The round in which partners are asked for positions now.
    package func askingRound(under definition: LifecycleDefinition) -> Round? {
        openRound.flatMap { definition.takesPositions(in: state, on: $0.track) ? $0 : nil }
    }

    /// The partners that are asked and not yet heard. Once the deadline has passed, silence that counts is an answer; without a moment
    /// it is one only where an event says so.
    package func notHeard(under definition: LifecycleDefinition, at now: Instant? = nil) -> [String] {
        guard let round = askingRound(under: definition) else { return [] }
        guard let now else { return round.notHeard }
        let view = round.view
        return round.notHeard.filter { !definition.isTacit($0, view, now) }
    }
}

extension LifecycleDefinition {
    /// Whether partners take positions in this state, on this track.
    package func takesPositions(in state: String, on track: String?) -> Bool {
        self.state(state)?.takesPositions ?? false
            && (positions.tracks.isEmpty || track.map(positions.tracks.contains) ?? true)
    }

    /// Whether a round goes on in this state: positions are taken, or a move waits for its deadline.
    package func keepsRound(in state: String) -> Bool {
        self.state(state)?.takesPositions ?? false
            || transitions.contains { transition in
                transition.from.contains(state)
                    && transition.requirements.contains { $0.requirement is DeadlinePassed }
            }
    }
}
