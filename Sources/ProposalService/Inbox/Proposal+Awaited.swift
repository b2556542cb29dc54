import Lifecycle
import Proposals

extension Proposal {
    /// The next moves of whoever it belongs to: they are waited for, whatever they lack.
    func awaitedMoves(under definition: LifecycleDefinition) -> [String] {
        let steps = steps(under: definition)
        let next = steps.compactMap { definition.place(of: $0) }.min()
        return steps.filter { definition.place(of: $0) == next && definition.isOwn($0) }.map(\.id)
    }
}

extension LifecycleDefinition {
    /// Whether a move is for whoever the proposal belongs to.
    fileprivate func isOwn(_ transition: TransitionDefinition) -> Bool {
        transition.roles.contains { id in
            switch role(id)?.scope {
            case .proposingPartner, .partnersIn: true
            case .forum, .rosterPartner, nil: false
            }
        }
    }
}
