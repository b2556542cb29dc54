import Proposals

/// A whole record, folded in its order, as the parts of an audit fold its streams: whether every history in it follows.
package struct RecordFold {
    private let forum: String
    private var registry: RegistryFold
    private var histories: [String: HistoryFold] = [:]

    package init(_ forum: String) {
        self.forum = forum
        registry = RegistryFold(forum)
    }

    /// Folds the next event; throws what is wrong with it.
    package mutating func fold(_ event: AuditedEvent) throws(AuditFinding) {
        if event.stream == Event.registryStream {
            try registry.fold([event])
        } else {
            try histories[event.stream, default: HistoryFold(event.stream)].fold([event], forum: forum)
        }
    }
}
