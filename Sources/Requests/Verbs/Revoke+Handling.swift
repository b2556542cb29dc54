import LineProtocol
import ProposalService
import Proposals

extension Verbs.Revoke: WriteHandling {
    func work() throws(ServiceFailure) -> WriteRequest.Work {
        .registry(
            forum: account.forumOfAccount, .command(.revokeTokens(account: account, token: token)))
    }
}
