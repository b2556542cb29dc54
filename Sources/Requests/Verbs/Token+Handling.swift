import LineProtocol
import ProposalService

extension Verbs.Token: WriteHandling {
    func work() throws(ServiceFailure) -> WriteRequest.Work {
        .registry(forum: account.forumOfAccount, .issueToken(account: account, expires: expires?.instant))
    }
}
