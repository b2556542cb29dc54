import CanonicalJSON
import CivilTime
import HTTPTypes
import LineProtocol
import WebPages

/// The views of a forum, and one of them; as a page, or in another form.
struct ForumViews: Page {
    let forum: String
    /// Nil lists them.
    let view: String?

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let views = try await visit.views(forum)
        guard let view else {
            return visit.page(WebPages.ViewPages.list(forum: forum, views), forum: PageFrame.Forum(id: forum))
        }
        let query = visit.target.query
        let parameters = query.pairs.filter { !["format", "at", "on", "done"].contains($0.name) && !$0.value.isEmpty }
        if let word = query.text("format") {
            guard let format = Verbs.View.Format(rawValue: word) else {
                throw .told(
                    .badField, tr("A view cannot be written as “\(Visit.named(word))”."),
                    advice: tr("Open the view, and choose one of its forms there."))
            }
            let given = Dictionary(parameters.map { ($0.name, $0.value) }) { first, _ in first }
            return try await ViewFiles.answer(forum, view, format, given, visit)
        }
        var verb = Verbs.View(forum: forum)
        verb.view = view
        verb.parameters = Dictionary(parameters.map { ($0.name, $0.value) }) { first, _ in first }
        verb.on = query.text("on").flatMap { CivilDate($0) }
        verb.at = query.text("at").flatMap { Instant(written: $0) }
        let answer = try await visit.ask(verb)
        guard let shown = answer.end.shown else { throw .missing(tr("There is no such view.")) }
        return visit.page(
            WebPages.ViewPages.page(
                forum: forum, views.first { $0.view == view }, shown, answer.rows.map(\.values),
                query: parameters.map { ($0.name, $0.value) }), forum: PageFrame.Forum(id: forum, mark: shown.mark))
    }
}

/// A view as a text of another kind.
enum ViewFiles {
    static func answer(
        _ forum: String, _ view: String, _ format: Verbs.View.Format, _ parameters: [String: String], _ visit: Visit
    ) async throws(PageEnd) -> PageAnswer {
        var verb = Verbs.View(forum: forum)
        (verb.view, verb.format, verb.parameters) = (view, format, parameters)
        let answer = try await visit.ask(verb)
        let text = answer.rows.compactMap { $0.values["text"]?.string }.joined()
        let type = answer.end.shown?.mediaType ?? "text/plain; charset=utf-8"
        var file = PageAnswer.file(Array(text.utf8), type: type, name: format == .csv ? "\(forum)-\(view).csv" : nil)
        // A picture of ours has its own styles, and runs nothing.
        file.headers[.contentSecurityPolicy] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        return file
    }
}
