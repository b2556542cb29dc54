import Documents
import Lifecycle
package import LineProtocol

/// The form with which a document is filed on a proposal.
package struct FileForm: Sendable {
    private let rules: DocumentRules
    private let around: FormSurroundings

    /// Nil where proposals of this kind take no documents.
    package init?(_ around: FormSurroundings) {
        guard let rules = around.definition.documents else { return nil }
        self.rules = rules
        self.around = around
    }

    /// The names of its fields: what the document is to be called, and the file.
    package static let nameField = "name"
    package static let fileField = "file"
    /// Bytes of the longest document that any lifecycle allows.
    package static let largest = DocumentRules.largestDocument
    /// Bytes of a part in which a document is recorded; fewer only at its end.
    package static let part = DocumentRules.largestPart

    /// Bytes of the longest document that is taken here.
    package var most: Int { rules.size }

    /// Why a document cannot be called so; nil where it can.
    package func fault(_ name: String) -> String? {
        if let fault = DocumentName.fault(name) { return PageText.message(fault + ".") }
        guard type(name) == nil else { return nil }
        return tr("A document of this kind cannot be filed here; these can: \(endings).")
    }

    /// The media type that the ending of a name tells, among those that may be filed.
    package func type(_ name: String) -> String? { rules.types.first { $0.fits(name: name) }?.rawValue }

    private var endings: String { rules.types.flatMap(\.endings).map { "." + $0 }.joined(separator: ", ") }

    package func page(_ proposal: ShownProposal, _ state: FormState) -> WebPage {
        let maker = ControlMaker(around: around, typed: state.typed, faults: state.faults)
        return ProposalForm.page(
            tr("File a document"), at: ["file"], proposal, around, state,
            lead: tr(
                "It is kept with the proposal for everybody who may read it, and never changes. It is no part of the text."
            ),
            [
                maker.control(
                    .text(limit: 200), name: FileForm.nameField, label: tr("Name"),
                    help: tr("What it is to be called, if not as the file is.")),
                maker.control(
                    .file(accepts: endings), name: FileForm.fileField, label: tr("File"), isRequired: true,
                    help: tr("At most \(made: SizeWords.text(most)): \(endings).")),
            ],
            notes: state.typed == nil
                ? [] : [tr("Choose the file again: a browser keeps no file for a form that comes back.")],
            submit: tr("File the document"), isMultipart: true)
    }
}
