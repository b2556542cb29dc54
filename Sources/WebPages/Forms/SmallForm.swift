import CanonicalJSON
import Lifecycle
package import LineProtocol

/// The short forms about a proposal: a note, a receipt, an edit that is contested.
package enum SmallForm {
    /// What a position that is contested is called among the choices: this, and its partner; on an invitation its number stands between.
    package static let positionPrefix = "position-"
    package static let invitationPrefix = "invitation-"

    package static func note(_ proposal: ShownProposal, _ around: FormSurroundings, _ state: FormState) -> WebPage {
        let maker = ControlMaker(around: around, typed: state.typed, faults: state.faults)
        return ProposalForm.page(
            tr("Add a note"), at: ["note"], proposal, around, state,
            lead: tr("It stands in the history for everybody who may read it, under your name."),
            [maker.control(.text(limit: 4000), name: "text", label: tr("Note"), isRequired: true)],
            submit: tr("Record the note"))
    }

    /// - Parameter login: whose partners are offered.
    package static func receipt(
        _ proposal: ShownProposal, _ around: FormSurroundings, _ state: FormState, login: Verbs.Auth.End
    ) -> WebPage {
        let maker = ControlMaker(around: around, typed: state.typed, faults: state.faults)
        let seats = MySeats(login, around.definition).partners
        let open = around.partners.filter {
            seats.contains($0.id) && !(proposal.record?.acknowledged.contains($0.id) ?? false)
        }
        let name = open.count == 1 ? PageText.line(open[0].label) : nil
        return ProposalForm.page(
            tr("Acknowledge receipt"), at: ["ack"], proposal, around, state,
            lead: name.map { tr("It is recorded that \($0) has received the circulation. It is no position.") }
                ?? tr("It is recorded that the partner has received the circulation. It is no position."),
            open.count > 1
                ? [maker.control(.one(open), name: "partner", label: tr("For which partner"), isRequired: true)] : [],
            submit: name.map { tr("Acknowledge for \($0)") } ?? tr("Acknowledge"),
            hidden: open.count == 1 ? [FormContent.Hidden(name: "partner", value: open[0].id)] : [])
    }

    package static func contest(
        _ proposal: ShownProposal, _ around: FormSurroundings, _ state: FormState, login: Verbs.Auth.End
    ) -> WebPage {
        let maker = ControlMaker(around: around, typed: state.typed, faults: state.faults)
        let record = proposal.record ?? ShownRecord()
        let form = around.definition.form
        let edits = record.editorialRevisions.filter { !$0.isContested && $0.round == record.round }.map { edit in
            ControlKind.Choice(
                id: "\(edit.revision)",
                label: tr(
                    "Revision \(edit.revision): \(made: edit.fields.map { PageText.label(form.field($0)?.label ?? $0) }.listing)"
                ))
        }
        let seats = MySeats(login, around.definition).partners
        func relayed(
            _ positions: [String: [ShownPosition]]?, _ beginning: String, on invitation: Int? = nil
        ) -> [ControlKind.Choice] {
            MySeats.relayed(positions, for: seats).map { position in
                let name = around.partners.first { $0.id == position.partner }?.label ?? position.partner
                let told = tr(
                    "The position of \(name) that was relayed from \(position.relayed?.from ?? tr("a paper"))")
                return ControlKind.Choice(
                    id: beginning + position.partner,
                    label: invitation.map { tr("Invitation \($0): \(made: told)") } ?? told)
            }
        }
        var choices = edits + relayed(record.positions, positionPrefix)
        for invitation in record.invitations where invitation.outcome == nil {
            choices += relayed(
                invitation.positions, "\(invitationPrefix)\(invitation.number)-", on: invitation.number)
        }
        return ProposalForm.page(
            tr("Contest"), at: ["contest"], proposal, around, state,
            lead: choices.isEmpty
                ? tr("Nothing here can be contested now.")
                : tr(
                    "An edit that is contested counts as substantive: the round is closed, and every position on it falls. A relayed position that is contested counts no more."
                ),
            [maker.control(.one(choices), name: "what", label: tr("What is contested"), isRequired: true)],
            submit: tr("Contest it"))
    }
}
