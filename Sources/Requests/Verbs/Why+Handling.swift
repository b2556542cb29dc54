import LineProtocol
import ProposalService

extension Verbs.Why: TypedReadHandling {
    func typedAnswer(
        _ service: ProposalService, to caller: Caller
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        let chances = try await service.why(ref, transition: transition, inputs: inputs, caller)
        var seating = Seating(chances.seats)
        let rows = chances.acts.map { Row($0, &seating, codes: codes) }
        return TypedAnswer(rows: rows, end: End(chances, &seating, codes: codes))
    }
}
