import CanonicalJSON
import CivilTime
import Glibc
import HTTPTypes
import Lifecycle
import LineProtocol
import WebPages

/// The meetings of a forum.
struct MeetingLists: Page {
    let forum: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let shown = try await visit.forum(forum)
        let meetings = try await visit.meetings(forum).sorted {
            ($0.starts?.description ?? "") > ($1.starts?.description ?? "")
        }
        func row(_ meeting: ShownMeeting) -> TablePage.Row {
            TablePage.Row(
                meeting.name, PageAddress.forum(forum, "meetings", meeting.id),
                [
                    MeetingPages.name(ofKind: meeting.kind),
                    [meeting.city, meeting.country].compactMap(\.self).listing,
                    PageText.days(meeting.held?.starts ?? meeting.starts, meeting.held?.ends ?? meeting.ends) ?? "",
                ])
        }
        var parts = TablePage.Parts(tr("Meetings"))
        parts.up = (PageText.name(shown.name ?? forum), PageAddress.forum(forum))
        if visit.holds(shown.settings?.meetingRole) {
            parts.links = [(tr("New meeting"), PageAddress.forum(forum, "meetings", "new"))]
        }
        let columns = [tr("Meeting"), tr("Kind"), tr("Place"), tr("Days")]
        parts.sections = [
            TablePage.Section(
                tr("Not recorded as held"), columns: columns, rows: meetings.filter { $0.held == nil }.map(row),
                empty: tr("Every meeting is recorded as held.")),
            TablePage.Section(
                tr("Held"), columns: columns, rows: meetings.filter { $0.held != nil }.map(row), empty: tr("None yet.")),
        ]
        return visit.page(TablePage.page(parts), forum: PageFrame.Forum(shown))
    }
}

/// A meeting with its agenda: what waits for it, to be decided one by one.
struct MeetingPages: Page {
    let forum: String
    let meeting: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let shown = try await visit.forum(forum)
        var verb = Verbs.Meeting()
        (verb.forum, verb.meeting) = (forum, meeting)
        let meeting = try await visit.ask(verb, missing: Visit.noMeeting(meeting, of: forum)).end
        let planned = PageText.days(meeting.starts, meeting.ends).map { tr("Planned: \(made: $0).") }
        let held = PageText.days(meeting.held?.starts, meeting.held?.ends).map { tr("Held: \(made: $0).") }
        let place = [meeting.city, meeting.country].compactMap(\.self).listing
        var parts = TablePage.Parts(
            meeting.name,
            lead: [MeetingPages.name(ofKind: meeting.kind), place.isEmpty ? nil : place].compactMap(\.self).listing
                + ". " + (held ?? planned ?? ""))
        parts.up = (tr("Meetings"), PageAddress.forum(forum, "meetings"))
        if visit.holds(shown.settings?.meetingRole) {
            parts.links = [(tr("Record when it was held"), PageAddress.forum(forum, "meetings", meeting.id, "held"))]
        }
        parts.sections = [try await agenda(meeting, visit)]
        return visit.page(TablePage.page(parts), forum: PageFrame.Forum(shown))
    }

    /// A short kind is an abbreviation, and stands in capitals.
    static func name(ofKind kind: String) -> String {
        kind.utf8.count <= 4 ? kind.uppercased() : PageText.label(ofID: kind)
    }

    /// What the form of an act is opened with: the meeting, and its last day where that is over, for then it was decided.
    private static func given(_ meeting: ShownMeeting) -> [(String, String)] {
        let today = Instant(microseconds: Int64(time(nil)) * 1_000_000).date
        guard let last = meeting.held?.ends ?? meeting.held?.starts, last < today else {
            return [("meeting", meeting.id)]
        }
        return [("meeting", meeting.id), ("decided_at", "\(last)T12:00:00Z")]
    }

    /// What can be decided at a meeting of this kind, with the acts that take one.
    private func agenda(_ meeting: ShownMeeting, _ visit: Visit) async throws(PageEnd) -> TablePage.Section {
        guard let definition = try await visit.definition(forum) else {
            return TablePage.Section(
                tr("Agenda"), columns: [], rows: [], empty: tr("This forum has no agenda of this form."))
        }
        let acts = definition.transitions.filter { $0.inputs.contains { $0.type == .meeting } }
        let mine = acts.filter { act in
            definition.roles.contains { act.roles.contains($0.id) && $0.heldBy.contains { visit.holds($0) } }
        }
        var verb = Verbs.List(forum: forum)
        verb.origin = "live"
        verb.states = Array(Set(acts.flatMap(\.from))).sorted()
        verb.limit = 200
        let rows = acts.isEmpty ? [] : try await visit.ask(verb).rows
        return TablePage.Section(
            tr("Agenda"), columns: [tr("Proposal"), tr("State"), tr("Days")],
            rows: rows.map { row in
                TablePage.Row(
                    "\(row.ref) \(row.title ?? "")", PageAddress.proposal(row.ref),
                    [PageText.label(row.stateLabel ?? row.state), PageText.days(row.starts, row.ends) ?? ""],
                    actions: mine.filter { $0.from.contains(row.state) }.map { act in
                        (
                            PageText.heading(act.label),
                            PageAddress.path(["p", row.ref, "act", act.id], MeetingPages.given(meeting))
                        )
                    })
            }, empty: tr("Nothing waits for a meeting now."))
    }
}

/// The forms of meetings: a new one, and when one was held.
struct MeetingForms: RegistryPage {
    let forum: String
    /// The meeting that was held; nil is a new one.
    let meeting: String?

    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let days = ["starts", "ends"].map { visit.form.text($0).flatMap { CivilDate($0) } }
        let id: String
        let failure: Failure?
        if let meeting {
            id = meeting
            var verb = Verbs.Held()
            (verb.forum, verb.meeting) = (forum, meeting)
            if let first = days[0] { verb.starts = .value(first) }
            if let last = days[1] { verb.ends = .value(last) }
            failure = await visit.write(verb, if: visit.seen).failure
        } else {
            id = visit.form.text("id") ?? ""
            var change = Verbs.Meeting.Change()
            if let kind = visit.form.text("kind") { change.kind = .value(kind) }
            if let name = visit.form.text("name") { change.name = .value(name) }
            if let city = visit.form.text("city") { change.city = .value(city) }
            if let country = visit.form.text("country") { change.country = .value(country) }
            if let first = days[0] { change.starts = .value(first) }
            if let last = days[1] { change.ends = .value(last) }
            var verb = Verbs.Meeting()
            (verb.forum, verb.meeting, verb.change) = (forum, id, change)
            failure = await visit.write(verb, if: visit.seen).failure
        }
        let meeting = PageAddress.forum(forum, "meetings", id)
        return try await answer(failure, leadsTo: PageAddress.path(meeting, telling: .recorded), visit)
    }

    func page(
        _ visit: Visit, _ shown: ShownForum, _ state: FormState, status: HTTPResponse.Status
    ) async throws(PageEnd) -> PageAnswer {
        var form: RegistryForm
        if let meeting {
            var verb = Verbs.Meeting()
            (verb.forum, verb.meeting) = (forum, meeting)
            let known = try await visit.ask(verb, missing: Visit.noMeeting(meeting, of: forum)).end
            form = RegistryForm(
                tr("When it was held"), lead: known.name, action: PageAddress.forum(forum, "meetings", meeting, "held"),
                cancel: PageAddress.forum(forum, "meetings", meeting), submit: tr("Record that it was held"))
            let days = known.held ?? ShownDays(known.starts, known.ends)
            form.fields = [
                .day("starts", tr("First day"), isRequired: true, value: days.starts?.description),
                .day("ends", tr("Last day"), isRequired: true, value: days.ends?.description),
            ]
        } else {
            form = RegistryForm(
                tr("New meeting"), action: PageAddress.forum(forum, "meetings", "new"),
                cancel: PageAddress.forum(forum, "meetings"), submit: tr("Record the meeting"))
            let kinds = (shown.settings?.meetingKinds ?? []).map { (id: $0, label: PageText.label(ofID: $0)) }
            form.fields = [
                .text("id", tr("Id"), help: tr("A short name in its address, such as spring-2027."), isRequired: true),
                kinds.isEmpty
                    ? .text("kind", tr("Kind"), isRequired: true)
                    : .one("kind", tr("Kind"), of: kinds, isRequired: true),
                .text("name", tr("Name")), .day("starts", tr("First day")), .day("ends", tr("Last day")),
                .text("city", tr("City")), .text("country", tr("Country")),
            ]
        }
        return visit.page(form.page(state), forum: PageFrame.Forum(shown), status: status)
    }
}

extension Visit {
    /// Whether whoever is logged in holds an office of this role now; an administrator of the server does what an office could.
    func holds(_ role: String?) -> Bool {
        guard let role, let who else { return false }
        return who.isAdministrator || who.appointments.contains { $0.office.role == role }
    }
}

extension Result where Failure == LineProtocol.Failure {
    var failure: Failure? {
        switch self {
        case .success: nil
        case .failure(let failure): failure
        }
    }
}
