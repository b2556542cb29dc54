import Lifecycle
import LineProtocol

/// A form about a proposal, under its head.
enum ProposalForm {
    /// - Parameters:
    ///   - parts: where the form goes, behind the proposal's own address.
    ///   - section: the part of the proposal's page to which whoever gives up goes back.
    ///   - isMultipart: whether it carries a file.
    static func page(
        _ heading: String, at parts: [String], _ proposal: ShownProposal, _ around: FormSurroundings,
        _ state: FormState, lead: String, _ controls: [Control], notes: [String] = [], submit: String,
        hidden: [FormContent.Hidden] = [], backTo section: String = "", isMultipart: Bool = false
    ) -> WebPage {
        let names = Dictionary(around.partners.map { ($0.id, $0.label) }) { first, _ in first }
        return WebPage(
            tr("\(made: heading): \(proposal.ref)"), "act",
            FormContent(
                head: ProposalHead(proposal, around.definition, partners: names), heading: heading, lead: lead,
                notes: notes, unmet: [],
                form: FormHead(
                    state, action: PageAddress.path(["p", proposal.ref] + parts),
                    EventWords(definition: around.definition, partners: names),
                    labels: Dictionary(controls.map { ($0.name, $0.label) }) { first, _ in first }),
                controls: controls, submit: submit, cancel: PageAddress.proposal(proposal.ref) + section,
                hidden: hidden, kinds: nil, isMultipart: isMultipart))
    }
}
