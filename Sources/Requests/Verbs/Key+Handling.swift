import LineProtocol
import ProposalService
import Proposals

extension Verbs.Key: ReadHandling, WriteHandling {
    func answer(_ service: ProposalService, to caller: Caller) async throws(ServiceFailure) -> ServiceAnswer {
        try await service.keys(of: account, caller)
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
