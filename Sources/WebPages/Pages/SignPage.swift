package import CanonicalJSON
package import CivilTime
package import Lifecycle
package import LineProtocol
import Proposals

/// The page on which an act is signed by its actor's own key: the bytes that are signed, the command that signs them, and where the
/// signature is handed in.
package struct SignPage: Sendable {
    private let proposal: ShownProposal
    private let act: ActForm
    private let around: FormSurroundings
    private let inputs: JSONObject
    private let decidedAt: Instant
    private let statement: ActStatement

    /// The names of what is handed in.
    package static let textField = "signature"
    package static let fileField = "file"
    /// The steps of the form: to this page, for the file to sign, and with the signature.
    package static let ask = "sign"
    package static let file = "statement"
    package static let signed = "signed"
    /// Bytes of the longest signature.
    package static let largest = 64 << 10

    /// Nil where the reader is not shown what would be signed.
    package init?(
        _ proposal: ShownProposal, _ act: ActForm, _ around: FormSurroundings, inputs: JSONObject, decidedAt: Instant,
        account: String
    ) {
        guard let record = proposal.record, let digest = record.textDigest, !act.isFact else { return nil }
        self.proposal = proposal
        self.act = act
        self.around = around
        self.inputs = inputs
        self.decidedAt = decidedAt
        statement = ActStatement(
            account: account, forum: proposal.forum, ref: proposal.ref, transition: act.act, inputs: inputs,
            decidedAt: decidedAt, lastMove: record.moves.last?.version ?? 0, textDigest: digest)
    }

    /// The bytes that are signed.
    package var bytes: [UInt8] { statement.bytes }

    /// What the file of these bytes is called.
    package var fileName: String { SignPage.plain("\(proposal.ref)-\(act.act)").lowercased() + ".act" }

    /// - Parameter keys: those of the actor.
    package func page(_ state: FormState, keys: [Verbs.Key.Row]) -> WebPage {
        let names = Dictionary(around.partners.map { ($0.id, $0.label) }) { first, _ in first }
        let maker = ControlMaker(around: around, typed: state.typed, faults: state.faults)
        let definition = around.definition
        let known = definition.transition(act.act)?.inputs ?? []
        return WebPage(
            tr("Sign: \(made: act.name), \(proposal.ref)"), "sign",
            Content(
                head: ProposalHead(proposal, definition, partners: names), heading: tr("Sign: \(made: act.name)"),
                form: FormHead(
                    state, action: PageAddress.proposal(proposal.ref, "act", act.act),
                    EventWords(definition: definition, partners: names), labels: ["signature": tr("Signature")]),
                inputs: Pair.inputs(inputs, known, definition, ValueWords(partners: names)),
                decided: PageTime(decidedAt), digest: statement.textDigest,
                statement: String(decoding: statement.bytes, as: UTF8.self), file: fileName,
                command: "ssh-keygen -Y sign -f ~/.ssh/id_ed25519 -n \(ActStatement.namespace) \(fileName)",
                keys: keys.filter(\.counts).map { PageText.line($0.fingerprint ?? $0.key) },
                hidden: hidden(state),
                controls: [
                    maker.control(
                        .text(limit: 8000), name: SignPage.textField, label: tr("Signature"),
                        help: tr("From “BEGIN SSH SIGNATURE” to “END SSH SIGNATURE”.")),
                    maker.control(
                        .file(accepts: ".sig"), name: SignPage.fileField, label: tr("or its file"),
                        help: "\(fileName).sig"),
                ], submit: tr("\(made: act.name), signed"), back: PageAddress.proposal(proposal.ref)))
    }

    /// What was typed into the form of the act, and when it was decided: that is signed too.
    private func hidden(_ state: FormState) -> [FormContent.Hidden] {
        let typed = (state.typed?.pairs ?? []).filter { $0.name.hasPrefix("f.") }
        return typed.map { FormContent.Hidden(name: $0.name, value: $0.value) }
            + [FormContent.Hidden(name: "decided_at", value: decidedAt.description)]
    }

    private static func plain(_ text: String) -> String {
        String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "-" })
    }

    private struct Content: PageContent {
        let head: ProposalHead
        let heading: String
        let form: FormHead
        let inputs: [Pair]
        let decided: PageTime?
        let digest: String
        let statement: String
        let file: String
        let command: String
        let keys: [String]
        let hidden: [FormContent.Hidden]
        let controls: [Control]
        let submit: String
        let back: String
    }
}

extension ActForm {
    /// Whether nobody takes the act without their signature.
    package static func needsSignature(_ act: String, _ definition: LifecycleDefinition) -> Bool {
        definition.transition(act)?.requirements.contains { $0.requirement is SignedByActor } ?? false
    }
}
