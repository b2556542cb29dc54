import CanonicalJSON
import CivilTime
import LineProtocol
import ProposalService
import Proposals
import ViewDefinitions
import Views
import Wording

extension Verbs.View: PublicReadHandling {
    /// A forum's lists and reports, or one of them made for its reader, a caller or a stranger.
    func answer(_ service: ProposalService, to caller: Caller?) async throws(ServiceFailure) -> ServiceAnswer {
        guard let view else { return try await list(of: forum, service, caller) }
        let asked = ViewRequest(id: view, format: format, at: at, on: on, parameters: parameters)
        return try await asked.answer(forum, service, caller)
    }
}

/// The forum's views: what each is for, and how it can be asked for.
private func list(
    of forum: String, _ service: ProposalService, _ caller: Caller?
) async throws(ServiceFailure) -> ServiceAnswer {
    let read = try await service.snapshot(forum, caller) { _, _ in
        var scope = SnapshotScope()
        scope.proposals = false
        return scope
    }
    let rows = read.settings.views.compactMap { json -> JSONObject? in
        guard let view = try? ViewDefinition(json: json), view.isPublic || read.snapshot.isOfForum else { return nil }
        return [
            "view": .string(view.id), "label": .string(view.label), "kind": .string(view.kind.name),
            "about": .string(view.about), "public": .bool(view.isPublic), "parameters": .strings(view.parameters),
            "formats": .strings(view.formats.map(\.rawValue)),
        ]
    }
    return ServiceAnswer(rows: rows, object: ["count": .integer(Int64(rows.count))])
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

extension ViewDefinition {
    /// What it can be written as.
    fileprivate var formats: [Verbs.View.Format] {
        var formats: [Verbs.View.Format] = [.csv]
        if hasChart { formats.append(.svg) }
        if case .calendar = kind { formats += [.atom, .ical] }
        return formats
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
    ) async throws(ServiceFailure) -> ServiceAnswer {
        let read = try await service.snapshot(forum, at: at, caller) { settings, isOfForum throws(ServiceFailure) in
            let view = try definition(in: settings, forum, isOfForum)
            var scope = SnapshotScope()
            if case .contacts = view.kind {
                scope.contacts = true
                scope.proposals = false
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
    ) throws(ServiceFailure) -> ServiceAnswer {
        var object: JSONObject = [
            "view": .string(view.id), "label": .string(view.label), "kind": .string(view.kind.name),
            "of": .string(snapshot.now.description),
        ]
        if let mark = settings.mark { object["mark"] = .string(mark) }
        guard let format else {
            object["columns"] = .array(result.columns.map { .object($0.json) })
            object["totals"] = .object(result.totals)
            object["count"] = .integer(Int64(result.rows.count))
            object["formats"] = .strings(view.formats.map(\.rawValue))
            return ServiceAnswer(rows: result.rows, object: object)
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
        object["format"] = .string(format.rawValue)
        object["media_type"] = .string(format.mediaType)
        object["bytes"] = .integer(Int64(text.utf8.count))
        return ServiceAnswer(rows: TextParts.rows(of: text), object: object)
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
