import LineProtocol
import ProposalService

extension Verbs.History: ReadHandling {
    func answer(_ service: ProposalService, to caller: Caller) async throws(ServiceFailure) -> ServiceAnswer {
        try await service.history(ref, after: after ?? 0, limit: limit, caller)
    }
}
