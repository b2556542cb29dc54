package import CanonicalJSON
package import Lifecycle

extension Event {
    /// A meeting decided on an invitation.
    package struct InvitationDecided: ProposalBody {
        package static var kind: EventKind { .invitationDecided }

        package var invitation: Int
        package var outcome: Invitation.Outcome
        /// The meeting that decided it.
        package var meeting: String?
    }
}

extension Event.InvitationDecided {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        invitation = try data.integer("invitation")
        guard let outcome = Invitation.Outcome(rawValue: try data.text("outcome")) else {
            throw EventError("an unknown outcome of an invitation")
        }
        self.outcome = outcome
        meeting = data.optionalText("meeting")
    }

    package var data: JSONObject {
        [
            "invitation": .integer(Int64(invitation)), "outcome": .string(outcome.rawValue),
            "meeting": .optional(meeting),
        ]
    }

    package func apply(to proposal: inout Proposal, of event: Event) throws(EventError) {
        try proposal.withInvitation(invitation) {
            $0.outcome = outcome
            $0.meeting = meeting
        }
    }

    package func command(of event: Event, under definition: LifecycleDefinition?) -> Command? {
        .decideInvitation(invitation, outcome: outcome.rawValue, meeting: meeting, decidedAt: event.decidedAt)
    }
}
