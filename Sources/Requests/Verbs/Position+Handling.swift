import LineProtocol
import ProposalService
import Proposals

extension Verbs.Position: WriteHandling {
    func work() throws(ServiceFailure) -> WriteRequest.Work {
        var position = StatedPosition(stance: stance)
        position.partner = partner
        position.reason = reason
        position.resolves = resolves
        position.round = round
        position.text = text
        position.invitation = invitation
        position.decidedAt = decided.at
        position.relayed = relayed.map { Relay(from: $0.from, receivedAt: $0.receivedAt, digest: $0.digest) }
        return .act(ref: ref, .takePosition(position))
    }
}
