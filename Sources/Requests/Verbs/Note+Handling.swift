import LineProtocol
import ProposalService
import Proposals

extension Verbs.Note: WriteHandling {
    func work() throws(ServiceFailure) -> WriteRequest.Work {
        .act(ref: ref, .note(text, decidedAt: decided.at))
    }
}
