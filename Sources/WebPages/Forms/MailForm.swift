import Documents
import Lifecycle
package import LineProtocol

/// The form with which a coordinator hands in the mail or the note from which a position is relayed. Its digest is kept, and nothing else.
package struct MailForm: Sendable {
    private let around: FormSurroundings
    /// For whom the position is relayed; nil where that is asked for.
    private let partner: String?
    /// The partners for whom it may be relayed.
    private let choices: [String]
    /// The invitation that it is on; nil where it is on the proposal.
    private let invitation: ShownInvitation?

    package init(
        _ around: FormSurroundings, partner: String?, among choices: [String] = [], on invitation: ShownInvitation?
    ) {
        self.around = around
        self.partner = partner
        self.choices = choices
        self.invitation = invitation
    }

    /// The names of its fields.
    package static let partnerField = "partner"
    package static let fileField = "file"
    /// Bytes of the longest mail.
    package static let largest = DocumentRules.largestDocument
    /// Bytes by which its kind is known.
    package static let beginning = 4096

    private static let types: [DocumentType] = [.mail, .text, .pdf]

    /// Why a file of this name is no mail and no note; nil where it may be one.
    package static func fault(_ name: String) -> String? {
        guard !name.isEmpty else { return tr("Choose the file of the mail.") }
        guard !types.contains(where: { $0.fits(name: name) }) else { return nil }
        return tr("Save the mail as a file that ends in \(endings), and choose that.")
    }

    /// The same by how it begins.
    package static func fault(_ name: String, beginning: [UInt8]) -> String? {
        guard !beginning.isEmpty else { return tr("The file is empty.") }
        let type = types.first { $0.fits(name: name) }
        return type?.fault(beginning: beginning).map { PageText.message($0 + ".") }
    }

    private static var endings: String { types.flatMap(\.endings).map { "." + $0 }.joined(separator: ", ") }

    package func page(_ proposal: ShownProposal, _ state: FormState) -> WebPage {
        let maker = ControlMaker(around: around, typed: state.typed, faults: state.faults)
        let name = around.partners.first { $0.id == partner }?.label ?? partner
        let mail = maker.control(
            .file(accepts: MailForm.endings), name: MailForm.fileField, label: tr("Mail"), isRequired: true,
            help: tr("As a file that ends in \(MailForm.endings), at most \(made: SizeWords.text(MailForm.largest))."))
        let whom = maker.control(
            .one(around.partners.filter { choices.contains($0.id) }), name: MailForm.partnerField,
            label: tr("For which partner"), isRequired: true)
        return ProposalForm.page(
            name.map { tr("Relay the position of \(PageText.line($0))") } ?? tr("Relay a position"),
            at: (invitation.map { ["invitations", "\($0.number)"] } ?? []) + ["relay"], proposal, around, state,
            lead: tr(
                "First the mail or the note in which the partner said it. Its digest is recorded with the position, so that it can be shown later that it was this one. The file itself is not kept: keep it."
            ), partner == nil ? [whom, mail] : [mail],
            notes: invitation.map {
                [tr("On invitation \($0.number): \(PageText.line($0.invitee)) to \(PageText.line($0.event)).")]
            } ?? [], submit: tr("Continue"),
            hidden: partner.map { [FormContent.Hidden(name: MailForm.partnerField, value: $0)] } ?? [],
            isMultipart: true)
    }
}
