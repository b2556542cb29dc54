import CanonicalJSON
package import Lifecycle

extension Proposal {
    /// The meetings that acts on it rest on: of the moves that stand, of the facts, of the decisions on invitations; by id.
    package func meetings(_ definition: LifecycleDefinition) -> [String] {
        var result = Set(invitations.compactMap(\.meeting))
        for move in moves where move.isUndoable {
            for input in definition.transition(move.transition)?.inputs ?? [] where input.type == .meeting {
                if let meeting = move.inputs[input.key]?.string { result.insert(meeting) }
            }
        }
        for fact in facts {
            for input in definition.fact(fact.fact)?.inputs ?? [] where input.type == .meeting {
                if let meeting = fact.inputs[input.key]?.string { result.insert(meeting) }
            }
        }
        return result.sorted()
    }
}
