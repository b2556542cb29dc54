import CivilTime
import Lifecycle
import LineProtocol
import ProposalService
import Proposals
import Record

extension Verbs.Key: TypedReadHandling, WriteHandling {
    func typedAnswer(
        _ service: ProposalService, to caller: Caller
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        let seen = try await service.keys(of: account, caller)
        var end = End()
        end.account = account
        end.count = seen.keys.count
        return TypedAnswer(rows: seen.keys.map { Row($0, at: seen.now) }, end: end)
    }

    func work() throws(ServiceFailure) -> WriteRequest.Work {
        let change = change ?? Change()
        let command: RegistryCommand =
            if let end = change.end {
                .endKey(account: account, number: end, until: change.until?.instant)
            } else {
                .registerKey(
                    account: account, key: change.key, from: change.from?.instant, until: change.until?.instant)
            }
        return .registry(forum: account.forumOfAccount, .command(command))
    }
}

extension Verbs.Key.Row {
    fileprivate init(_ key: RegisteredKey, at now: Instant) {
        self.init()
        number = key.number
        self.key = key.line
        fingerprint = (try? SSHKey(line: key.line))?.fingerprint
        from = key.from
        until = key.until
        counts = key.counts(at: now)
    }
}
