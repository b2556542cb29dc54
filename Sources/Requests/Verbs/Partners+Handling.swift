import LineProtocol
import ProposalService

extension Verbs.Partners: ReadHandling {
    func answer(_ service: ProposalService, to caller: Caller) async throws(ServiceFailure) -> ServiceAnswer {
        try await service.partners(forum, on: at, caller)
    }
}
