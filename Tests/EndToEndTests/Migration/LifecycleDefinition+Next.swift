import CanonicalJSON
import Lifecycle

extension LifecycleDefinition {
    /// The next version, with another name for one of its states wherever it is spoken of.
    func next(renaming state: String, to name: String) -> LifecycleDefinition {
        func renamed(_ id: String) -> String { id == state ? name : id }
        func renamed(_ uses: [RequirementUse]) -> [RequirementUse] {
            uses.map { use in
                var use = use
                use.states = use.states.map(renamed)
                return use
            }
        }
        var next = self
        next.version += 1
        for index in states.indices { next.states[index].id = renamed(states[index].id) }
        for index in transitions.indices {
            next.transitions[index].from = transitions[index].from.map(renamed)
            next.transitions[index].to = transitions[index].to.map(renamed)
            next.transitions[index].requirements = renamed(transitions[index].requirements)
        }
        for index in facts.indices {
            next.facts[index].states = facts[index].states.map(renamed)
            next.facts[index].requirements = renamed(facts[index].requirements)
        }
        if let invitations { next.invitations?.states = invitations.states.map(renamed) }
        return next
    }
}
