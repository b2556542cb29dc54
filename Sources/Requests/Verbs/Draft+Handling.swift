import LineProtocol
import ProposalService
import Proposals

extension Verbs.Draft: WriteHandling {
    func work() throws(ServiceFailure) -> WriteRequest.Work {
        .begin(
            forum: forum,
            .draft(lifecycle: lifecycle, partner: partner, fields: fields, decidedAt: decided.at))
    }
}
