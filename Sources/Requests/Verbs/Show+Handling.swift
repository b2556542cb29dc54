import LineProtocol
import ProposalService

extension Verbs.Show: PublicReadHandling {
    func answer(_ service: ProposalService, to caller: Caller?) async throws(ServiceFailure) -> ServiceAnswer {
        if let round { return try await service.round(round, of: ref, caller) }
        return try await service.show(ref, caller)
    }
}
