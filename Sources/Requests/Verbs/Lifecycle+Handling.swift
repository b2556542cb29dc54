import CanonicalJSON
import Lifecycle
import LineProtocol
import ProposalService
import Proposals
import Record

extension Verbs.Lifecycle: TypedReadHandling, WriteHandling {
    func typedAnswer(
        _ service: ProposalService, to caller: Caller
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        var end = End()
        switch try await service.lifecycle(lifecycle, version: version, forum, caller) {
        case .one(let definition, let digest): end.definition = Definition(definition, digest: digest)
        case .several(let ids): end.lifecycles = ids
        }
        return TypedAnswer(end: end)
    }

    func work() throws(ServiceFailure) -> WriteRequest.Work {
        guard let definition else { throw .wrong("definition", "LIFECYCLE needs it") }
        return .registry(
            forum: forum,
            .command(.loadLifecycle(definition, digest: Digest.sha256(definition.canonicalBytes).hex)))
    }
}

extension Verbs.Lifecycle.Definition {
    fileprivate init(_ definition: LifecycleDefinition, digest: String) {
        self.init()
        id = definition.id
        version = definition.version
        self.digest = digest
        json = definition.json.object ?? [:]
    }
}
