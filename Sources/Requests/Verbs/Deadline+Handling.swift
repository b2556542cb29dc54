import LineProtocol
import ProposalService
import Proposals

extension Verbs.Deadline: WriteHandling {
    func work() throws(ServiceFailure) -> WriteRequest.Work {
        guard let closes else { throw .wrong("closes", "DEADLINE needs it") }
        return .act(ref: ref, .moveDeadline(closes: closes, reason: reason, decidedAt: decided.at))
    }
}
