import LineProtocol
import ProposalService

extension Verbs.Inbox: ReadHandling {
    func answer(_ service: ProposalService, to caller: Caller) async throws(ServiceFailure) -> ServiceAnswer {
        try await service.inbox(forum ?? caller.forum, after: after, limit: limit, caller)
    }
}
