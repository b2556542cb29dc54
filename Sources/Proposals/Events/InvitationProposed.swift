package import CanonicalJSON
package import Lifecycle

extension Event {
    /// It was proposed to invite somebody outside the forum.
    package struct InvitationProposed: ProposalBody {
        package static var kind: EventKind { .invitationProposed }

        /// Counts the proposal's invitations from 1.
        package var invitation: Int
        package var invitee: String
        /// What the invitation is to.
        package var event: String
        /// The partners that are asked.
        package var roster: [RosterEntry]
    }
}

extension Event.InvitationProposed {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        invitation = try data.integer("invitation")
        invitee = try data.text("invitee")
        event = try data.text("event")
        roster = try Round.roster(try data.array("roster"))
    }

    package var data: JSONObject {
        [
            "invitation": .integer(Int64(invitation)), "invitee": .string(invitee), "event": .string(event),
            "roster": .array(roster.map { .object($0.json) }),
        ]
    }

    package func apply(to proposal: inout Proposal, of event: Event) throws(EventError) {
        proposal.invitations.append(
            Invitation(
                number: invitation, invitee: invitee, event: self.event, decidedAt: event.decidedAt,
                actor: event.actor, roster: roster))
    }

    package func command(of event: Event, under definition: LifecycleDefinition?) -> Command? {
        .invite(invitee: invitee, event: self.event, decidedAt: event.decidedAt)
    }
}
