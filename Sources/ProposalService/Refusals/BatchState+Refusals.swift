import Lifecycle
import Proposals

extension BatchState {
    /// Takes note of a write that was refused, where a rule or an office is why.
    mutating func noteRefusal(_ failure: ServiceFailure, of pending: PendingWrite) {
        guard let act = RefusedAct(failure, of: pending.request, by: pending.caller, on: subject(shownTo: pending))
        else {
            return
        }
        refused.append(act)
    }

    /// The proposal that a write is about, where its caller may see all of it.
    private func subject(shownTo pending: PendingWrite) -> (String, LifecycleDefinition)? {
        let ref: String
        switch pending.request.work {
        case .act(let named, _), .file(let named, _): ref = named
        case .begin, .erase, .registry: return nil
        }
        guard let proposal = proposals[ref], let definition = registry.lifecycles[proposal.lifecycle.digest] else {
            return nil
        }
        let viewer = Access.viewer(pending.caller, registries, forum, loaded.now)
        return proposal.readAccess(of: viewer, definition) == .everything ? (ref, definition) : nil
    }
}
