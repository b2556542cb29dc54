import Proposals

/// A whole record, folded in its order: whether every history in it follows.
package struct RecordFold {
    private let forum: String
    private var registry: Registry
    private var proposals: [String: Proposal] = [:]

    package init(_ forum: String) {
        self.forum = forum
        registry = Registry(forum: forum)
    }

    /// Folds the next event; throws what is wrong with it.
    package mutating func fold(_ event: AuditedEvent) throws(AuditFinding) {
        let sealed = try event.opened(forum)
        do throws(EventError) {
            if sealed.event.stream == Event.registryStream {
                try registry.evolve(sealed)
            } else {
                let before = proposals.removeValue(forKey: sealed.event.stream)
                proposals[sealed.event.stream] = try Proposal.evolve(before, sealed)
            }
        } catch {
            throw event.finding("it does not follow: \(error)")
        }
    }
}
