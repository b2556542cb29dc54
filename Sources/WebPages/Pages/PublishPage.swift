package import CanonicalJSON
import Lifecycle
package import LineProtocol

/// What is published of a proposal: the form that chooses, and the proposal as a stranger would see it, before anybody can.
package struct PublishPage: Sendable {
    private let proposal: ShownProposal
    private let act: ActForm
    private let around: FormSurroundings

    /// Nil where proposals of this kind are not published.
    package init?(_ proposal: ShownProposal, _ around: FormSurroundings) {
        guard let act = ActForm(Verbs.Publish.fact, around), act.isFact else { return nil }
        self.proposal = proposal
        self.act = act
        self.around = around
    }

    /// The form, by which what comes back is read as well.
    package var form: ActForm { act }

    /// Where its form goes.
    private var address: String { PageAddress.proposal(proposal.ref, "publish") }

    package func page(_ why: Verbs.Why.Row?, _ state: FormState, account: String?) -> WebPage {
        act.page(proposal, why: why, state, account: account, to: (address, tr("Show what will be public")))
    }

    /// What everybody would see of it once it was published with these inputs.
    package static func seenByStrangers(
        _ proposal: ShownProposal, inputs: JSONObject, _ around: FormSurroundings
    ) -> ShownProposal {
        var seen = proposal
        seen.record = nil
        seen.recordedAt = nil
        let fields = around.definition.form.published(inputs["fields"]?.strings ?? [], of: proposal.fields)
        seen.fields = fields
        seen.title = fields["title"]?.string
        if fields["starts"] == nil, fields["ends"] == nil { seen.activity = nil }
        return seen
    }

    /// - Parameter inputs: what was chosen.
    package func preview(_ inputs: JSONObject, _ state: FormState) -> WebPage {
        let names = Dictionary(around.partners.map { ($0.id, $0.label) }) { first, _ in first }
        let seen = PublishPage.seenByStrangers(proposal, inputs: inputs, around)
        let known = around.definition.fact(act.act)?.inputs ?? []
        let others = around.definition.form.fields.filter {
            proposal.fields[$0.key] != nil && seen.fields[$0.key] == nil
        }
        var told = inputs
        told["fields"] = nil
        return WebPage(
            tr("Preview of \(proposal.ref)"), "preview",
            Content(
                heading: tr("Before it is public"),
                lead: tr("This is what everybody would see of \(proposal.ref). Nothing is recorded yet."),
                frame: tr("What everybody would see"), published: PublishedPage.Content(seen),
                withheldLabel: tr("Not public:"),
                withheld: others.map { PageText.label($0.label) }.listing,
                inputs: Pair.inputs(told, known, around.definition, ValueWords(partners: names)),
                form: FormHead(state, action: address, nil),
                hidden: (state.typed?.pairs ?? []).filter { $0.name.hasPrefix("f.") || $0.name == "decided_at" }.map {
                    FormContent.Hidden(name: $0.name, value: $0.value)
                }, submit: tr("Record that it is public"), back: tr("Back to the choice")))
    }

    private struct Content: PageContent {
        let heading: String
        let lead: String
        let frame: String
        let published: PublishedPage.Content
        let withheldLabel: String
        let withheld: String
        let inputs: [Pair]
        let form: FormHead
        let hidden: [FormContent.Hidden]
        let submit: String
        let back: String
    }
}
