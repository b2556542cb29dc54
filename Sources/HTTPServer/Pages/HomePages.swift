import LineProtocol
import WebPages

/// The first page: the forum's own for whoever is of one, the forums for everybody else.
struct HomePages: Page {
    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let forums = try await visit.ask(Verbs.Forums()).rows
        // Who is of one forum, or sees one alone, has no need to choose.
        if let own = visit.ownForum ?? (forums.count == 1 ? forums[0].forum : nil) {
            throw .redirect(
                PageAddress.forum(own) + PageAddress.query(Done(visit.target).map { [("done", $0.rawValue)] } ?? []))
        }
        return visit.page(ForumPages.home(forums))
    }
}
