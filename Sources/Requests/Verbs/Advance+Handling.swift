import LineProtocol
import ProposalService
import Proposals

extension Verbs.Advance: WriteHandling {
    func work() throws(ServiceFailure) -> WriteRequest.Work {
        .act(
            ref: ref,
            .advance(transition: transition, inputs: inputs, decidedAt: decided.at, signature: signature))
    }
}
