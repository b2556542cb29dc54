import CanonicalJSON
import CivilTime
import HTTPTypes
import LineProtocol
import WebPages

/// The contact points of a forum, as the view of them shows them, with what the visitor may do about each.
struct ContactLists: Page {
    let forum: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let shown = try await visit.forum(forum)
        guard let rule = shown.settings?.contacts else {
            throw .missing(tr("\(forum) keeps no contact points."))
        }
        let names = Dictionary(try await visit.partners(forum).map { ($0.id, $0.name) }) { first, _ in first }
        let keeper = ContactKeeper(rule, visit)
        let erases = visit.holds(shown.settings?.accountRole)
        var parts = TablePage.Parts(tr("Contact points"))
        parts.up = (PageText.name(shown.name ?? forum), PageAddress.forum(forum))
        if keeper.isKeeper || !keeper.partners.isEmpty {
            parts.links.append((tr("Set a contact point"), PageAddress.forum(forum, "contacts", "new")))
        }
        if keeper.isKeeper {
            parts.links.append((tr("They were sent round"), PageAddress.forum(forum, "contacts", "circulate")))
        }
        guard let view = try await visit.views(forum).first(where: { $0.kind == "contacts" }) else {
            parts.lead = tr("This forum has no view of its contact points; they can be set all the same.")
            return visit.page(TablePage.page(parts), forum: PageFrame.Forum(shown))
        }
        var verb = Verbs.View(forum: forum)
        verb.view = view.view
        let answer = try await visit.ask(verb)
        parts.lead = ContactLists.circulation(answer.end.shown?.totals ?? [:])
        parts.sections = [
            TablePage.Section(
                PageText.label(view.label),
                columns: [tr("Name"), tr("What for"), tr("Partner"), tr("Address"), tr("Days")],
                rows: answer.rows.map { row in
                    let contact = row.values
                    func text(_ key: String) -> String? { contact[key]?.string }
                    let partner = text("partner") ?? ""
                    let number = contact["number"]?.integer.map { "\($0)" } ?? ""
                    func form(_ word: String) -> String { PageAddress.forum(forum, "contacts", number, word) }
                    return TablePage.Row(
                        text("name") ?? "", nil,
                        [
                            [text("subject").map { PageText.label(ofID: $0) }, text("about")].compactMap(\.self).joined(
                                separator: ": "),
                            [names[partner] ?? partner, text("body")].compactMap(\.self).joined(separator: ", "),
                            text("address") ?? "", ContactLists.days(text("from"), text("until")),
                        ],
                        actions: (keeper.maySet(partner) ? [(tr("End"), form("end"))] : [])
                            + (erases ? [(tr("Erase personal data"), form("erase"))] : []))
                }, empty: tr("Nobody is named yet."))
        ]
        return visit.page(TablePage.page(parts), forum: PageFrame.Forum(shown))
    }

    private static func days(_ from: String?, _ until: String?) -> String {
        let days = [from, until].map { $0.flatMap { CivilDate($0) }.map(PageText.day) }
        return days[1].map { tr("\(made: days[0] ?? "") until \(made: $0)") } ?? days[0] ?? ""
    }

    /// When the list went round, and when it should again.
    private static func circulation(_ totals: JSONObject) -> String {
        let last = totals["circulated_at"]?.string.flatMap { Instant($0) }.map {
            tr("Sent round on \(made: PageText.day($0.date)).")
        }
        let due = totals["due"]?.string.flatMap { CivilDate($0) }.map { tr("Due again on \(made: PageText.day($0)).") }
        return [last ?? tr("Never sent round."), due].compactMap(\.self).joined(separator: " ")
    }
}

/// Which contact points the visitor may set.
struct ContactKeeper: Sendable {
    /// Those of every partner.
    let isKeeper: Bool
    /// Those of these partners.
    let partners: Set<String>

    init(_ rule: Verbs.Forum.Contacts, _ visit: Visit) {
        isKeeper = visit.holds(rule.role)
        let own = (visit.who?.appointments ?? []).filter { $0.office.role == rule.ownRole }
        partners = Set(own.compactMap(\.office.partner))
    }

    func maySet(_ partner: String) -> Bool { isKeeper || partners.contains(partner) }
}

/// The forms about contact points.
struct ContactForms: RegistryPage {
    /// What is done.
    enum Kind: Sendable {
        case new, circulate
        case end(Int)
    }

    let forum: String
    let kind: Kind

    private var list: String { PageAddress.forum(forum, "contacts") }

    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let shown = try await visit.forum(forum)
        var verb = Verbs.Contact()
        verb.forum = forum
        var faults: [String: String] = [:]
        func day(_ name: String) -> CivilDate? {
            guard let text = visit.form.text(name) else { return nil }
            if CivilDate(text) == nil { faults[name] = tr("Give a day, such as 2026-03-01.") }
            return CivilDate(text)
        }
        switch kind {
        case .circulate: verb.circulate = true
        case .end(let number):
            (verb.end, verb.until) = (number, day("until"))
            if verb.until == nil, faults.isEmpty { faults["until"] = tr("Give the last day.") }
        case .new:
            (verb.subject, verb.about) = (visit.form.text("subject") ?? "", visit.form.text("about") ?? "")
            (verb.partner, verb.person) = (visit.form.text("partner") ?? "", visit.form.text("name") ?? "")
            verb.address = visit.form.text("address")
            if let body = visit.form.text("body") { verb.body = .value(body) }
            (verb.from, verb.until) = (day("from"), day("until"))
            for (name, value) in [
                ("subject", verb.subject), ("about", verb.about), ("partner", verb.partner), ("name", verb.person),
            ] where value.isEmpty {
                faults[name] = tr("This is needed.")
            }
            if verb.from == nil, faults["from"] == nil { faults["from"] = tr("Give the first day.") }
        }
        guard faults.isEmpty else {
            var state = visit.sentForm(seen: visit.seen.map { Int($0) })
            state.faults = faults
            return try await page(visit, shown, state, status: .unprocessableContent)
        }
        let failure = await visit.write(verb, if: visit.seen).failure
        return try await answer(failure, leadsTo: PageAddress.path(list, telling: .recorded), visit)
    }

    func page(
        _ visit: Visit, _ shown: ShownForum, _ state: FormState, status: HTTPResponse.Status
    ) async throws(PageEnd) -> PageAnswer {
        guard let rule = shown.settings?.contacts else {
            throw .missing(tr("\(forum) keeps no contact points."))
        }
        var form: RegistryForm
        switch kind {
        case .circulate:
            form = RegistryForm(
                tr("They were sent round"),
                lead: tr("It is recorded that the whole list was compiled and sent to everybody."),
                action: PageAddress.forum(forum, "contacts", "circulate"), cancel: list, submit: tr("Record it"))
        case .end(let number):
            form = RegistryForm(
                tr("End a contact point"), lead: tr("Number \(number). It stays in the history."),
                action: PageAddress.forum(forum, "contacts", "\(number)", "end"), cancel: list, submit: tr("End it"))
            form.fields = [.day("until", tr("Last day"), isRequired: true)]
        case .new:
            let keeper = ContactKeeper(rule, visit)
            let partners = try await visit.partners(forum).filter { $0.left == nil && keeper.maySet($0.id) }
                .sorted { $0.name < $1.name }
            form = RegistryForm(
                tr("Set a contact point"),
                lead:
                    tr(
                        "Whoever was named for the same thing and partner before gives way on the first day. Names and addresses are kept outside the record, and can be erased."
                    ),
                action: PageAddress.forum(forum, "contacts", "new"), cancel: list, submit: tr("Set the contact point"))
            form.fields = [
                .one(
                    "subject", tr("What for"), of: rule.subjects.map { (id: $0, label: PageText.label(ofID: $0)) },
                    isRequired: true),
                .text("about", tr("Of what"), help: tr("The sector, the activity or the matter."), isRequired: true),
                .one("partner", tr("Partner"), of: partners.map { (id: $0.id, label: $0.name) }, isRequired: true),
                .text("name", tr("Name of the person"), isRequired: true), .text("address", tr("Address")),
                .text("body", tr("Ministry or office")), .day("from", tr("First day"), isRequired: true),
                .day("until", tr("Last day")),
            ]
        }
        return visit.page(form.page(state), forum: PageFrame.Forum(shown), status: status)
    }
}
