import LineProtocol
import ProposalService

extension Verbs.Search: ReadHandling {
    func answer(_ service: ProposalService, to caller: Caller) async throws(ServiceFailure) -> ServiceAnswer {
        var query = ListQuery(forum: forum, visibility: .published)
        query.limit = limit ?? query.limit
        query.after = after
        query.search = text
        return try await service.list(query, caller)
    }
}
