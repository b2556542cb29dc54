import LineProtocol
import ProposalService

extension Verbs.List: TypedPublicReadHandling {
    static var size: ReadTurns.Size { .large }

    func typedAnswer(
        _ service: ProposalService, to caller: Caller?
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        var query = ListQuery(forum: forum, visibility: .published)
        query.limit = limit ?? query.limit
        query.after = after
        query.states = states
        query.partner = partner
        query.region = region
        query.track = track
        query.focusArea = focusArea
        query.origin = origin
        query.from = from
        query.to = to
        return TypedAnswer(try await service.list(query, caller))
    }
}
