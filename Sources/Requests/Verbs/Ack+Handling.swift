import LineProtocol
import ProposalService
import Proposals

extension Verbs.Ack: WriteHandling {
    func work() throws(ServiceFailure) -> WriteRequest.Work {
        .act(ref: ref, .acknowledge(partner: partner, decidedAt: decided.at))
    }
}
