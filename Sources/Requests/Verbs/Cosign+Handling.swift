import LineProtocol
import ProposalService

extension Verbs.Cosign: PublicReadHandling {
    func answer(_ service: ProposalService, to caller: Caller?) async throws(ServiceFailure) -> ServiceAnswer {
        try await service.cosign(forum, size: Int64(size), line: line, caller)
    }
}
