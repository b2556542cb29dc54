import LineProtocol
import ProposalService

extension Verbs.Search: TypedReadHandling {
    static var size: ReadTurns.Size { .large }

    func typedAnswer(
        _ service: ProposalService, to caller: Caller
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        var query = ListQuery(forum: forum, visibility: .published)
        query.limit = limit ?? query.limit
        query.after = after
        query.search = text
        return TypedAnswer(found: try await service.list(query, caller))
    }
}
