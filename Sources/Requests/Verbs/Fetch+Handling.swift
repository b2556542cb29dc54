import LineProtocol
import ProposalService

extension Verbs.Fetch: ReadHandling {
    func answer(_ service: ProposalService, to caller: Caller) async throws(ServiceFailure) -> ServiceAnswer {
        try await service.fetch(ref, digest, offset: offset ?? 0, caller)
    }
}
