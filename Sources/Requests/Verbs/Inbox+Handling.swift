import LineProtocol
import ProposalService

extension Verbs.Inbox: TypedReadHandling {
    static var size: ReadTurns.Size { .large }

    func typedAnswer(
        _ service: ProposalService, to caller: Caller
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        let part = try await service.inbox(forum ?? caller.forum, after: after, limit: limit, caller)
        var end = End()
        end.count = part.items.count
        end.next = part.next
        end.unreadable = part.unreadable.isEmpty ? nil : part.unreadable
        return TypedAnswer(rows: part.items.map { Row($0, codes: codes) }, end: end)
    }
}
