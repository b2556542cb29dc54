import CanonicalJSON
import Lifecycle
import LineProtocol
import ProposalService
import Proposals
import Record
import Synchronization

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
        json = WrittenDefinitions.shared.json(of: definition, digest: digest)
    }
}

/// Definitions as JSON, each written once: what has a digest never changes, and every list and inbox asks for one.
private final class WrittenDefinitions: Sendable {
    static let shared = WrittenDefinitions()
    private static let most = 64
    private let written = Mutex<[String: JSONObject]>([:])

    func json(of definition: LifecycleDefinition, digest: String) -> JSONObject {
        if let known = written.withLock({ $0[digest] }) { return known }
        let json = definition.json.object ?? [:]
        written.withLock { written in
            if written.count >= WrittenDefinitions.most { written.removeAll() }
            written[digest] = json
        }
        return json
    }
}
