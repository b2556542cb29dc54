import CanonicalJSON
import CivilTime
import LineProtocol
import ProposalService
import Proposals
import ViewDefinitions
import Views
import Wording

extension Verbs.View: TypedPublicReadHandling {
    static var size: ReadTurns.Size { .whole }

    /// A forum's lists and reports, or one of them made for its reader, a caller or a stranger.
    func typedAnswer(
        _ service: ProposalService, to caller: Caller?
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        guard let view else { return try await list(of: forum, service, caller) }
        let asked = ViewRequest(id: view, format: format, at: at, on: on, parameters: parameters)
        return try await asked.answer(forum, service, caller)
    }
}

private typealias ViewAnswer = TypedAnswer<Verbs.View.Row, Verbs.View.End>

/// The forum's views: what each is for, and how it can be asked for.
private func list(
    of forum: String, _ service: ProposalService, _ caller: Caller?
) async throws(ServiceFailure) -> ViewAnswer {
    let read = try await service.snapshot(forum, caller) { _, _ in
        var scope = SnapshotScope()
        scope.proposals = nil
        return scope
    }
    let views = read.settings.views.compactMap { try? ViewDefinition(json: $0) }
        .filter { $0.isPublic || read.snapshot.isOfForum }
    var end = Verbs.View.End()
    end.count = views.count
    return ViewAnswer(rows: views.map { Verbs.View.Row(of: Verbs.View.Listed($0)) }, end: end)
}

extension Verbs.View.Format {
    fileprivate var mediaType: String {
        switch self {
        case .csv: "text/csv; charset=utf-8; header=present"
        case .svg: "image/svg+xml"
        case .atom: "application/atom+xml"
        case .ical: "text/calendar; charset=utf-8"
        }
    }
}

/// One VIEW as it was asked for.
private struct ViewRequest: Sendable {
    let id: String
    let format: Verbs.View.Format?
    let at: Instant?
    let on: CivilDate?
    let parameters: [String: String]

    func answer(
        _ forum: String, _ service: ProposalService, _ caller: Caller?
    ) async throws(ServiceFailure) -> ViewAnswer {
        let read = try await service.snapshot(forum, at: at, caller) { settings, isOfForum throws(ServiceFailure) in
            let view = try definition(in: settings, forum, isOfForum)
            var scope = SnapshotScope()
            if case .contacts = view.kind {
                scope.contacts = true
                scope.proposals = nil
            } else if on == nil {
                scope.proposals = view.choice
            }
            return scope
        }
        let view = try definition(in: read.settings, forum, read.snapshot.isOfForum)
        var snapshot = read.snapshot
        if let on {
            guard on <= read.now.date(hoursEast: LocalDay.hours) else {
                throw wrong("on", "\(on) is still to come")
            }
            snapshot = snapshot.standing(on: on)
        }
        let result: ViewResult
        do { result = try view.make(from: snapshot, parameters) } catch {
            throw error.parameter == "view"
                ? ServiceFailure(.forbidden, error.message) : wrong(error.parameter, error.message)
        }
        return try answer(view, result, snapshot, read.settings, forum)
    }

    /// The view that is meant; who is not of the forum has its public ones.
    private func definition(
        in settings: ForumSettings, _ forum: String, _ isOfForum: Bool
    ) throws(ServiceFailure) -> ViewDefinition {
        let views = settings.views.filter { isOfForum || $0["public"]?.bool == true }
        guard let json = views.first(where: { $0["id"]?.string == id }) else {
            let known = views.compactMap { $0["id"]?.string }
            throw ServiceFailure(
                .notFound,
                "\(forum) has no view \"\(id.prefix(64))\" that you can see"
                    + known.hint(for: id) + (known.isEmpty ? "" : "; it has \(known.joined(separator: ", "))"))
        }
        do { return try ViewDefinition(json: json) } catch {
            throw ServiceFailure(.internalError, "the view \"\(id)\" cannot be read: \(error)")
        }
    }

    private func answer(
        _ view: ViewDefinition, _ result: ViewResult, _ snapshot: ForumSnapshot, _ settings: ForumSettings,
        _ forum: String
    ) throws(ServiceFailure) -> ViewAnswer {
        var shown = Verbs.View.Shown(view)
        shown.of = snapshot.now
        shown.mark = settings.mark
        var end = Verbs.View.End()
        guard let format else {
            shown.columns = result.columns.map { Verbs.View.Column($0) }
            shown.totals = result.totals
            shown.formats = view.formats.map(\.rawValue)
            end.count = result.rows.count
            end.shown = shown
            return ViewAnswer(rows: result.rows.map { Verbs.View.Row($0) }, end: end)
        }
        let title = settings.mark.map { "\($0): \(view.label)" } ?? view.label
        guard let text = text(view, result, format, title, settings.mark != nil, forum) else {
            let others = view.formats.filter { $0 != format }.map(\.rawValue).joined(separator: ", ")
            throw wrong(
                "format",
                view.formats.contains(format)
                    ? "what was asked for of \(view.id) has no chart; ask without \"by\", or for \(others)"
                    : "\(view.id) cannot be written as \(format.rawValue); it can as \(others)")
        }
        shown.format = format
        shown.mediaType = format.mediaType
        shown.bytes = text.utf8.count
        end.shown = shown
        return ViewAnswer(rows: TextParts.rows(of: text).map { Verbs.View.Row(of: $0) }, end: end)
    }

    private func text(
        _ view: ViewDefinition, _ result: ViewResult, _ format: Verbs.View.Format, _ title: String, _ isTrial: Bool,
        _ forum: String
    ) -> String? {
        switch format {
        case .csv: return result.csv
        case .svg: return view.chart(of: result).flatMap { result.svg($0, title: title) }
        case .atom:
            guard case .calendar(let calendar) = view.kind else { return nil }
            return result.atom(title: title, feed: isTrial ? calendar.feed.of(forum) : calendar.feed)
        case .ical: return result.iCalendar(name: title, forum: forum)
        }
    }

    private func wrong(_ key: String, _ message: String) -> ServiceFailure {
        .wrong(key, message)
    }
}
