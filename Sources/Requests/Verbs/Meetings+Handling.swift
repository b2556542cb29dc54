import LineProtocol
import ProposalService
import Proposals

extension Verbs.Meetings: TypedReadHandling {
    func typedAnswer(
        _ service: ProposalService, to caller: Caller
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        let page = try await service.meetings(
            forum, kind: kind, from: from, to: to, after: after, limit: limit, caller)
        return TypedAnswer(
            rows: page.items.map { ShownMeeting($0) }, end: End(count: page.items.count, next: page.next))
    }
}
