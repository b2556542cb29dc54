import LineProtocol
import ProposalService
import Proposals

extension Verbs.Contest: WriteHandling {
    func work() throws(ServiceFailure) -> WriteRequest.Work {
        .act(
            ref: ref,
            position
                ? .contestPosition(partner: partner, invitation: invitation, decidedAt: decided.at)
                : .contestRevision(revision, decidedAt: decided.at))
    }
}
