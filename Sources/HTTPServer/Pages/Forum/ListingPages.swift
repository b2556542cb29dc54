import CanonicalJSON
import CivilTime
import HTTPTypes
import LineProtocol
import Listening
import WebPages

/// The list of what a group plans for a year: what could stand on it, what stands on it; drawn up and submitted by its coordinator.
struct ListingPages: RegistryPage {
    let forum: String
    let group: String

    private var address: String { PageAddress.forum(forum, "group", group, "list") }

    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        var verb = Verbs.Listing()
        (verb.forum, verb.group, verb.year) = (forum, group, year(visit))
        if visit.form.text("step") == "submit" {
            verb.submit = true
        } else {
            verb.refs = visit.form.all("refs").filter { !$0.isEmpty }
        }
        let failure = await visit.write(verb, if: visit.seen).failure
        let told = PageAddress.query([("year", "\(verb.year)"), ("done", Done.recorded.rawValue)])
        return try await answer(failure, leadsTo: address + told, visit)
    }

    /// The year that is asked for; without one this year.
    private func year(_ visit: Visit) -> Int {
        let given = visit.form.text("year") ?? visit.target.query.text("year")
        return given.flatMap { Int($0) } ?? visit.desk.time.date().date.year
    }

    func page(
        _ visit: Visit, _ shown: ShownForum, _ state: FormState, status: HTTPResponse.Status
    ) async throws(PageEnd) -> PageAnswer {
        guard shown.settings?.groups[group] != nil, let rule = shown.settings?.listing,
            let view = try await visit.views(forum).first(where: { $0.kind == "listing" })
        else { throw .missing(tr("\(forum) keeps no list of a group \(Visit.named(group)).")) }
        let year = year(visit)
        var verb = Verbs.View(forum: forum)
        verb.view = view.view
        verb.parameters = ["group": group, "year": "\(year)"]
        let answer = try await visit.ask(verb)
        let mayDraw = (visit.who?.appointments ?? []).contains {
            $0.office.role == rule.role && ($0.office.group == nil || $0.office.group == group)
        }
        return visit.page(
            ListingPage.page(
                group: group, year: year, label: view.label, answer.rows.map(\.values), answer.end.shown?.totals ?? [:],
                mayDraw: mayDraw, address: address,
                up: (tr("Group \(group)"), PageAddress.forum(forum, "group", group)), state),
            forum: PageFrame.Forum(shown), status: status)
    }
}
