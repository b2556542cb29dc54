import LineProtocol
import ProposalService

extension Verbs.Refusals: TypedReadHandling {
    func typedAnswer(
        _ service: ProposalService, to caller: Caller
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        let page = try await service.refusals(
            forum, since: since, account: account, after: after, limit: limit, caller)
        return TypedAnswer(rows: page.items.map { Row($0) }, end: End(count: page.items.count, next: page.next))
    }
}

extension Verbs.Refusals.Row {
    fileprivate init(_ stored: StoredRefusal) {
        self.init()
        let (act, times) = (stored.refusal.act, stored.refusal.count)
        id = String(stored.number)
        (account, verb, transition, ref) = (act.account, act.verb, act.transition, act.ref)
        code = ErrorCode(act.code).rawValue
        reasons = act.reasons
        (count, first, last) = (times.count, times.first, times.last)
    }
}
