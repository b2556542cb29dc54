import CanonicalJSON
package import CivilTime
import Lifecycle
package import LineProtocol

/// The forms about guests: somebody outside the forum is proposed for one event, and the meeting decides.
package enum InviteForm {
    /// The names of the fields.
    package static let decisionField = "decision"
    package static let meetingField = "meeting"

    /// Whether guests may be proposed where a proposal stands, and decided on.
    package static func isPossible(_ proposal: ShownProposal, _ around: FormSurroundings) -> Bool {
        around.definition.invitations?.states.contains(proposal.state) ?? false
    }

    /// Somebody to be invited.
    package static func proposal(_ proposal: ShownProposal, _ around: FormSurroundings, _ state: FormState) -> WebPage {
        let maker = maker(around, state)
        return ProposalForm.page(
            tr("Propose an invitation"), at: ["invite"], proposal, around, state,
            lead:
                tr(
                    "Each partner of the round is asked, and the meeting decides. It is a decision of its own: the proposal goes on meanwhile."
                ),
            [
                maker.control(
                    .text(limit: 300), name: "invitee", label: tr("Who is to be invited"), isRequired: true,
                    help: tr("A country or a body that is no partner.")),
                maker.control(.text(limit: 300), name: "event", label: tr("To which event"), isRequired: true),
                DecidedControl.control(maker),
            ], submit: tr("Propose the invitation"), backTo: "#invitations")
    }

    /// What the meeting decided on an invitation.
    package static func decision(
        _ proposal: ShownProposal, _ invitation: ShownInvitation, _ around: FormSurroundings, _ state: FormState
    ) -> WebPage {
        let maker = maker(around, state)
        let choices = [
            ControlKind.Choice(id: "agreed", label: tr("Agreed: the guest is invited")),
            ControlKind.Choice(id: "declined", label: tr("Declined: the guest is not invited")),
        ]
        let silent = invitation.notHeard.listing
        return ProposalForm.page(
            tr("Decide on invitation \(invitation.number)"),
            at: ["invitations", "\(invitation.number)", "decision"], proposal, around, state,
            lead: tr("\(PageText.line(invitation.invitee)) to \(PageText.line(invitation.event))"),
            [
                maker.control(.one(choices), name: decisionField, label: tr("What was decided"), isRequired: true),
                maker.control(
                    .one(around.meetings), name: meetingField, label: tr("At which meeting"), isRequired: true),
                DecidedControl.control(maker),
            ],
            notes: silent.isEmpty
                ? [] : [tr("Not heard yet: \(PageText.line(silent)). It is agreed with everybody's consensus alone.")],
            submit: tr("Record the decision"), backTo: "#invitations")
    }

    private static func maker(_ around: FormSurroundings, _ state: FormState) -> ControlMaker {
        var faults = state.faults
        if let field = state.failure?.object["field"]?.string {
            faults[field] = PageText.message(state.failure?.message ?? "")
        }
        return ControlMaker(around: around, typed: state.typed, faults: faults)
    }
}

extension InviteForm {
    /// Why a moment cannot be read.
    package struct Fault: Error {
        package let sentence: String
    }

    /// When the body decided, as it was typed; nil is now.
    package static func decidedAt(_ values: FormValues) -> Result<Instant?, Fault> {
        do throws(ControlReading.Fault) { return .success(try ControlReading.instant(values.text("decided_at"))) } catch
        {
            return .failure(Fault(sentence: error.sentence))
        }
    }
}
