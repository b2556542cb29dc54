import Lifecycle
import LineProtocol
import WebPages

/// A proposal: all of it for the forum, what was published for everybody else.
struct ProposalPages: Page {
    let ref: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let proposal = try await visit.proposal(ref)
        guard !proposal.isPublished else {
            return visit.page(PublishedPage.page(proposal), forum: PageFrame.Forum(proposal))
        }
        var parts = ProposalPage.Parts(proposal)
        parts.login = visit.who
        parts.erases = try await visit.keepsAccounts(of: proposal.forum)
        parts.definition = try await visit.definition(of: proposal)
        parts.why = try await visit.why(proposal.ref)
        parts.partners = try await visit.partners(proposal.forum)
        return visit.page(ProposalPage.page(parts), forum: PageFrame.Forum(proposal))
    }
}
