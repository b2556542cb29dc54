import Lifecycle
import LineProtocol
import ProposalService
import Proposals
import Record

extension Verbs.Lifecycle: ReadHandling, WriteHandling {
    func answer(_ service: ProposalService, to caller: Caller) async throws(ServiceFailure) -> ServiceAnswer {
        try await service.lifecycle(lifecycle, version: version, forum, caller)
    }

    func work() throws(ServiceFailure) -> WriteRequest.Work {
        guard let definition else { throw .wrong("definition", "LIFECYCLE needs it") }
        return .registry(
            forum: forum,
            .command(.loadLifecycle(definition, digest: Digest.sha256(definition.canonicalBytes).hex)))
    }
}
