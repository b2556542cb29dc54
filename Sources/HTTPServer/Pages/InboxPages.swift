import LineProtocol
import WebPages

/// What waits for whoever is logged in.
struct InboxPages: Page {
    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        guard let forum = visit.ownForum else { throw .redirect(PageAddress.home) }
        var verb = Verbs.Inbox(forum: forum)
        verb.after = visit.target.query.text("after")
        verb.limit = 50
        verb.codes = visit.needsCodes
        let answer = try await visit.ask(verb)
        let definition = try await visit.definition(forum)
        return visit.page(
            InboxPage.page(answer.rows, answer.end, forum: forum, definition),
            forum: PageFrame.Forum(id: forum, mark: answer.rows.first?.mark))
    }
}
