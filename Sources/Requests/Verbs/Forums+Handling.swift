import LineProtocol
import ProposalService

extension Verbs.Forums: PublicReadHandling {
    func answer(_ service: ProposalService, to caller: Caller?) async throws(ServiceFailure) -> ServiceAnswer {
        try await service.forums(caller, includesClosed: closed)
    }
}
