import CivilTime
import LineProtocol
import ProposalService
import Proposals

extension Verbs.Identity: TypedReadHandling, WriteHandling {
    func typedAnswer(
        _ service: ProposalService, to caller: Caller
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        let seen = try await service.identities(of: account, caller)
        var end = End()
        end.account = account
        end.count = seen.count
        return TypedAnswer(rows: seen.map { Row($0) }, end: end)
    }

    func work() throws(ServiceFailure) -> WriteRequest.Work {
        let change = change ?? Change()
        let work: RegistryWork =
            if let end = change.end {
                .command(.endIdentity(account: account, id: end))
            } else {
                .linkIdentity(account: account, issuer: change.issuer, subject: change.subject)
            }
        return .registry(forum: account.forumOfAccount, work)
    }
}

extension Verbs.Identity.Row {
    fileprivate init(_ seen: SeenIdentity) {
        self.init()
        id = seen.record.id
        issuer = seen.record.issuer
        subject = seen.subject
        from = seen.record.from
        until = seen.record.until
    }
}
