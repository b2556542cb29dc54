import LineProtocol
import ProposalService
import Proposals

extension Verbs.Revise: WriteHandling {
    func work() throws(ServiceFailure) -> WriteRequest.Work {
        .act(
            ref: ref,
            .revise(
                fields: fields, kind: kind.flatMap { Command.RevisionKind(rawValue: $0.rawValue) },
                decidedAt: decided.at))
    }
}
