import LineProtocol
import ProposalService

extension Verbs.Forums: TypedPublicReadHandling {
    func typedAnswer(
        _ service: ProposalService, to caller: Caller?
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        let forums = try await service.forums(caller, includesClosed: closed)
        return TypedAnswer(rows: forums.map { ShownForum($0) }, end: End(count: forums.count))
    }
}
