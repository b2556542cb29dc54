import LineProtocol
import ProposalService
import Proposals

extension Verbs.Record: WriteHandling {
    func work() throws(ServiceFailure) -> WriteRequest.Work {
        .act(ref: ref, .recordFact(fact, inputs: inputs, decidedAt: decided.at))
    }
}
