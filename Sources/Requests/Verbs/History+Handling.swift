import LineProtocol
import ProposalService

extension Verbs.History: TypedReadHandling {
    static var size: ReadTurns.Size { .large }

    func typedAnswer(
        _ service: ProposalService, to caller: Caller
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        let history = try await service.history(ref, after: after ?? 0, limit: limit, caller)
        var end = End()
        end.proposal = ShownProposal(history.record).fitting(within: service.limits.objectBytes)
        end.count = history.events.count
        end.next = history.next
        return TypedAnswer(rows: history.events.map { ShownEvent($0) }, end: end)
    }
}
