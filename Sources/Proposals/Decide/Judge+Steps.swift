import CanonicalJSON
package import Lifecycle

/// Which moves lead on from where a proposal stands, and who is waited for with them.
extension Judge {
    /// The moves that lead on from here: forward, or into a new round where the last one ended.
    package var steps: [TransitionDefinition] { decider.proposal.steps(under: decider.definition) }

    /// Where the next of them leads.
    package var next: Int? { steps.compactMap(place).min() }

    /// How far on a move leads, by the order of the states.
    package func place(_ transition: TransitionDefinition) -> Int? { decider.definition.place(of: transition) }

    /// A new round is needed where the text changed under positions.
    package func needsNewRound(_ transition: TransitionDefinition) -> Bool {
        decider.proposal.needsNewRound(transition)
    }

    /// What the actor gives with the act is not missing before it.
    package func isSuppliedWithTheAct(_ finding: Finding, _ transition: TransitionDefinition) -> Bool {
        finding.requirement == "input"
            || finding.requirement == "on-track" && transition.inputs.contains { $0.type == .track }
            || (!finding.subjects.isEmpty
                && finding.subjects.allSatisfy { subject in
                    subject == "decided_at" || subject == "signature"
                        || transition.inputs.contains { $0.key == subject }
                })
    }

    /// Whether holders of an office are waited for: with a step of theirs that lacks nothing but themselves and what they give with it.
    package func waits(for office: String) -> Bool {
        steps.contains { transition in
            guard transition.roles.contains(where: { decider.definition.role($0)?.heldBy.contains(office) ?? false })
            else { return false }
            return lacksNothing(transition)
        }
    }

    /// Whether whoever proposed it is waited for, to open the round that the present text lacks.
    package var waitsForNewRound: Bool {
        steps.contains { transition in
            needsNewRound(transition)
                && transition.roles.contains { decider.definition.role($0)?.scope == .proposingPartner }
        }
    }

    private func lacksNothing(_ transition: TransitionDefinition) -> Bool {
        guard let verdict = try? decider.judge(transition, [:], nil).verdict else { return false }
        return verdict.unmet.allSatisfy { $0.requirement == "role" || isSuppliedWithTheAct($0, transition) }
    }
}
