import LineProtocol
import ProposalService
import Proposals

extension Verbs.Implemented: WriteHandling {
    func work() throws(ServiceFailure) -> WriteRequest.Work {
        .act(ref: ref, .recordFact(Self.fact, inputs: inputs, decidedAt: decided.at))
    }
}
