import LineProtocol
import ProposalService
import Proposals

extension Verbs.Accounts: TypedReadHandling {
    func typedAnswer(
        _ service: ProposalService, to caller: Caller
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        let page = try await service.accounts(forum, after: after, limit: limit, caller)
        return TypedAnswer(rows: page.items.map { Row($0) }, end: End(count: page.items.count, next: page.next))
    }
}

extension Verbs.Accounts.Row {
    fileprivate init(_ seen: SeenAccount) {
        self.init()
        account = seen.account.id
        name = seen.name
        appointments = seen.account.appointments.map { ShownAppointment($0) }
        tokens = seen.tokens.map { Verbs.Accounts.Token($0) }
    }
}

extension Verbs.Accounts.Token {
    fileprivate init(_ token: TokenRecord) {
        self.init()
        id = token.id
        expires = token.expires
        isRevoked = token.isRevoked
    }
}
