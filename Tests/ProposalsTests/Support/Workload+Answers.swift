import CivilTime
import Lifecycle
import Proposals
import TestRandom

extension Workload {
    /// A meeting's decision on an invitation.
    mutating func decision(on invitation: Int) -> (Command, Office) {
        let (meeting, held) = meetingHeld()
        return (
            .decideInvitation(
                invitation, outcome: random.pick(["agreed", "declined", "declined"]), meeting: meeting,
                decidedAt: held), .somLeader("DE")
        )
    }

    /// A SOM with a moment at which it was being held, where that is past.
    mutating func meetingHeld() -> (meeting: String, moment: Instant?) {
        let (meeting, held) = random.pick([
            ("som-2026-1", "2026-03-25T10:00:00Z"), ("som-2026-2", "2026-10-13T10:00:00Z"),
        ])
        let moment = World.instant(held)
        return (meeting, moment <= world.now ? moment : nil)
    }

    /// A partner's answer to what was done in its name or to the text: a relayed position, an editorial revision.
    mutating func contest(_ proposal: Proposal) -> (Command, Office)? {
        guard let round = proposal.openRound else { return nil }
        let relayed = round.positions.filter { $0.value.relayed != nil }.map(\.key).sorted()
        if let partner = relayed.first {
            return (.contestPosition(partner: partner, invitation: nil, decidedAt: nil), .contactPoint(partner))
        }
        let revised = proposal.editorialRevisions.contains { $0.round == round.number && !$0.isContested }
        return revised ? (.contestRevision(nil, decidedAt: nil), .contactPoint(random.pick(partners))) : nil
    }
}
