import LineProtocol
import ProposalService

extension Verbs.Meetings: ReadHandling {
    func answer(_ service: ProposalService, to caller: Caller) async throws(ServiceFailure) -> ServiceAnswer {
        try await service.meetings(
            forum, kind: kind, from: from, to: to, after: after, limit: limit, caller)
    }
}
