import LineProtocol
import ProposalService
import Proposals

extension Verbs.Invite: WriteHandling {
    func work() throws(ServiceFailure) -> WriteRequest.Work {
        guard let invitation else {
            return .act(ref: ref, .invite(invitee: invitee, event: event, decidedAt: decided.at))
        }
        return .act(
            ref: ref,
            .decideInvitation(invitation, outcome: decision, meeting: meeting, decidedAt: decided.at))
    }
}
