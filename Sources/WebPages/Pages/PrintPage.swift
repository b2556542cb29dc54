import CivilTime
package import Lifecycle
package import LineProtocol

/// A proposal on paper: the text, where it stands, what was said, and the digest that the positions are on.
package enum PrintPage {
    package static func page(
        _ proposal: ShownProposal, _ definition: LifecycleDefinition?, partners: [ShownPartner]
    ) -> WebPage {
        let names = Dictionary(partners.map { ($0.id, $0.name) }) { first, _ in first }
        let record = proposal.record ?? ShownRecord()
        return WebPage(
            tr("\(proposal.ref) for print"), "print",
            Content(
                head: ProposalHead(proposal, definition, partners: names), back: PageAddress.proposal(proposal.ref),
                text: ProposalText(proposal.fields, definition?.form, partners: names, activity: proposal.activity),
                matrix: PositionMatrix(
                    record, partners, group: definition?.positions.groupAttribute ?? "group", mine: []),
                revision: record.revision, round: record.round, digest: record.textDigest,
                recorded: PageTime(proposal.recordedAt),
                lifecycle: record.lifecycle.map { tr("\(PageText.line($0.id)), version \($0.version)") }))
    }

    private struct Content: PageContent {
        let head: ProposalHead
        let back: String
        let text: ProposalText
        let matrix: PositionMatrix?
        let revision: Int?
        let round: Int?
        let digest: String?
        let recorded: PageTime?
        let lifecycle: String?
    }
}
