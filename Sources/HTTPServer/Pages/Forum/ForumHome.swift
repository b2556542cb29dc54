import CanonicalJSON
import LineProtocol
import WebPages

/// A forum's board.
struct ForumHome: Page {
    let forum: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let shown = try await visit.forum(forum)
        var boards: [ForumPages.Board] = []
        for listed in try await visit.views(forum) where listed.isPublic && listed.kind == "calendar" {
            var verb = Verbs.View(forum: forum)
            verb.view = listed.view
            boards.append(ForumPages.Board(listed, try await visit.ask(verb).rows.map(\.values)))
        }
        var places: [(String, String)] = []
        if visit.login != nil, shown.settings != nil {
            places.append((tr("Proposals"), PageAddress.forum(forum, "proposals")))
            places.append((tr("Views"), PageAddress.forum(forum, "views")))
            places.append((tr("Meetings"), PageAddress.forum(forum, "meetings")))
            let groups = (shown.settings?.groups.keys.sorted() ?? []).map {
                (tr("Group \($0)"), PageAddress.forum(forum, "group", $0))
            }
            places += groups
            if shown.settings?.contacts != nil {
                places.append((tr("Contact points"), PageAddress.forum(forum, "contacts")))
            }
            let keeps = visit.holds(shown.settings?.accountRole)
            let audits = visit.holds(shown.settings?.auditRole)
            if keeps || audits {
                places.append((tr("Accounts"), PageAddress.forum(forum, "accounts")))
                places.append((tr("Audit"), PageAddress.forum(forum, "audit")))
            }
        }
        return visit.page(ForumPages.page(shown, boards, places: places), forum: PageFrame.Forum(shown))
    }
}

/// A calendar or a feed of what a forum published: its first public view that can be written so.
struct BoardFiles: Page {
    let forum: String
    let format: Verbs.View.Format

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let views = try await visit.views(forum)
        guard let view = views.first(where: { $0.isPublic && $0.formats.contains(format.rawValue) }) else {
            throw .missing(tr("\(forum) publishes nothing in this form."))
        }
        return try await ViewFiles.answer(forum, view.view, format, [:], visit)
    }
}

/// A forum's record.
struct RecordPages: Page {
    let forum: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let shown = try await visit.forum(forum)
        var verb = Verbs.Checkpoint()
        verb.forum = forum
        switch await visit.attempt(verb) {
        case .success(let answer):
            return visit.page(
                RecordPage.page(forum: forum, name: shown.name ?? forum, answer.end), forum: PageFrame.Forum(shown))
        case .failure(let failure) where failure.code == .notFound:
            throw .missing(FailureWords.noCheckpoint(failure))
        case .failure(let failure): throw visit.end(failure)
        }
    }
}

extension Visit {
    /// A forum, as far as the visitor may see it.
    func forum(_ forum: String) async throws(PageEnd) -> ShownForum {
        if login != nil, case .success(let answer) = await attempt(Verbs.Forum(forum: forum)) {
            definitions.keep(answer.end)
            return answer.end
        }
        guard let shown = try await ask(Verbs.Forums()).rows.first(where: { $0.forum == forum }) else {
            throw .missing(Visit.noForum(forum))
        }
        return shown
    }

    /// The views that the visitor may see.
    func views(_ forum: String) async throws(PageEnd) -> [Verbs.View.Listed] {
        try await ask(Verbs.View(forum: forum), missing: Visit.noForum(forum)).rows.map {
            Verbs.View.Listed($0.values)
        }
    }
}

extension PageFrame.Forum {
    init(_ forum: ShownForum) { self.init(id: forum.forum, name: forum.name, mark: forum.mark) }
}
