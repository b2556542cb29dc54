import Lifecycle
import LineProtocol
import WebPages

/// The proposals of a forum, chosen by what stands in the address.
struct ProposalLists: Page {
    let forum: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let filter = ProposalListPage.Filter(visit.target.query)
        let after = visit.target.query.text("after")
        let rows: [ListedProposal]
        let next: String?
        var instead: [String: [String]] = [:]
        if let text = filter.text {
            var verb = Verbs.Search(forum: forum)
            (verb.text, verb.after, verb.limit) = (text, after, 50)
            let answer = try await visit.ask(verb, missing: Visit.noForum(forum))
            (rows, next, instead) = (answer.rows, answer.end.next, answer.end.instead ?? [:])
        } else {
            var verb = Verbs.List(forum: forum)
            (verb.partner, verb.track) = (filter.partner, filter.track)
            verb.origin = filter.origin == "all" ? nil : filter.origin ?? "live"
            verb.states = filter.state.map { [$0] }
            (verb.after, verb.limit) = (after, 50)
            let answer = try await visit.ask(verb, missing: Visit.noForum(forum))
            (rows, next) = (answer.rows, answer.end.next)
        }
        let isMember = visit.login != nil
        let definition = isMember ? try await visit.definition(forum) : nil
        let partners = isMember ? try await visit.partners(forum) : []
        let roles = definition?.roles.filter { $0.scope == .proposingPartner }.flatMap(\.heldBy) ?? []
        let mayPropose = visit.who?.appointments.contains { roles.contains($0.office.role) } ?? false
        return visit.page(
            ProposalListPage.page(
                forum: forum, rows, count: rows.count, next: next, instead: instead, filter, definition,
                partners: partners,
                mayPropose: mayPropose), forum: PageFrame.Forum(id: forum, mark: rows.first?.mark))
    }
}
