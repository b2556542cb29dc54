import LineProtocol
import ProposalService

extension Verbs.Accounts: ReadHandling {
    func answer(_ service: ProposalService, to caller: Caller) async throws(ServiceFailure) -> ServiceAnswer {
        try await service.accounts(forum, after: after, limit: limit, caller)
    }
}
