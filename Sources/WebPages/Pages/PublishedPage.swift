import CivilTime
package import LineProtocol

/// A proposal for everybody: what was published of it.
package enum PublishedPage {
    package static func page(_ proposal: ShownProposal) -> WebPage {
        WebPage("\(proposal.ref) \(proposal.title ?? "")", "published", Content(proposal))
    }

    struct Content: PageContent {
        let ref: String
        let title: String
        let state: String
        let mark: String?
        let recorded: PageTime?
        let text: ProposalText
        let board: String
        let proof: String

        init(_ proposal: ShownProposal) {
            ref = proposal.ref
            title = proposal.title.map { PageText.line($0) } ?? tr("(no title)")
            state =
                proposal.origin == "archive"
                ? tr("Archive record") : PageText.label(proposal.stateLabel ?? proposal.state)
            mark = proposal.mark.map { PageText.line($0) }
            recorded = PageTime(proposal.recordedAt)
            text = ProposalText(proposal.fields, nil, activity: proposal.activity)
            board = PageAddress.forum(proposal.forum)
            proof = PageAddress.proposal(proposal.ref, "proof")
        }
    }
}
