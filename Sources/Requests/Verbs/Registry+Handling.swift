import LineProtocol
import ProposalService

extension Verbs.Registry: TypedReadHandling {
    static var size: ReadTurns.Size { .large }

    func typedAnswer(
        _ service: ProposalService, to caller: Caller
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        let events = try await service.registryEvents(forum, after: after ?? 0, limit: limit, caller)
        var end = End()
        end.forum = forum
        (end.version, end.count, end.next) = (events.version, events.events.count, events.next)
        return TypedAnswer(rows: events.events.map { ShownEvent($0) }, end: end)
    }
}
