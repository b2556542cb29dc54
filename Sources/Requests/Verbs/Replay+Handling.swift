import LineProtocol
import ProposalService

extension Verbs.Replay: TypedReadHandling {
    static var size: ReadTurns.Size { .large }

    func typedAnswer(
        _ service: ProposalService, to caller: Caller
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        let history = try await service.replay(ref, version: version, at: at, caller)
        let shown = ShownProposal(history.record).fitting(within: service.limits.objectBytes)
        return TypedAnswer(rows: history.events.map { ShownEvent($0) }, end: shown)
    }
}
