import CivilTime
import HTTPTypes
import LineProtocol
import WebPages

/// The accounts of a forum, with their offices and tokens.
struct AccountLists: Page {
    let forum: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let shown = try await visit.forum(forum)
        var verb = Verbs.Accounts(forum: forum)
        (verb.after, verb.limit) = (visit.target.query.text("after"), 200)
        let answer = try await visit.ask(verb)
        let isKeeper = visit.holds(shown.settings?.accountRole)
        var parts = TablePage.Parts(tr("Accounts"))
        parts.up = (PageText.name(shown.name ?? forum), PageAddress.forum(forum))
        if isKeeper { parts.links = [(tr("New account"), PageAddress.forum(forum, "accounts", "new"))] }
        if let next = answer.end.next {
            parts.links.append((tr("More"), PageAddress.path(["f", forum, "accounts"], [("after", next)])))
        }
        let rows = answer.rows.map { row in
            let slug = String(row.account.drop { $0 != "/" }.dropFirst())
            let offices = row.appointments.map { appointment in
                let office = OfficeWords.text(appointment.office)
                return appointment.until.map { tr("\(made: office) until \(made: PageText.day($0.date))") } ?? office
            }
            let holding = row.tokens.filter { !$0.isRevoked }.count
            func form(_ word: String) -> String { PageAddress.forum(forum, "accounts", slug, word) }
            return TablePage.Row(
                row.name ?? row.account, nil,
                [row.account, offices.clauses, holding == 0 ? tr("none") : "\(holding)"],
                actions: isKeeper
                    ? [
                        (tr("New token"), form("token")), (tr("Appoint"), form("appoint")),
                        (tr("End an office"), form("end")), (tr("Logins"), form("logins")),
                        (tr("Sessions"), form("sessions")),
                        (tr("Erase personal data"), form("erase")),
                    ]
                        + (holding > 0 ? [(tr("Revoke"), form("revoke"))] : []) : [])
        }
        parts.sections = [
            TablePage.Section(
                tr("Everybody"), columns: [tr("Name"), tr("Account"), tr("Offices"), tr("Tokens")], rows: rows,
                empty: tr("Nobody yet."))
        ]
        return visit.page(TablePage.page(parts), forum: PageFrame.Forum(shown))
    }
}

/// The forms about accounts.
struct AccountForms: RegistryPage {
    /// What is done.
    enum Kind: String, Sendable {
        case new, token, appoint, end, revoke
    }

    let forum: String
    /// The account's name within its forum; empty for a new one.
    let slug: String
    let kind: Kind

    private var account: String { "\(forum)/\(slug)" }
    private var list: String { PageAddress.forum(forum, "accounts") }

    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let failure: Failure?
        switch kind {
        case .new:
            var verb = Verbs.Account()
            (verb.forum, verb.account, verb.person) = (forum, visit.form.text("account"), visit.form.text("name"))
            verb.appointments = [appointment(visit.form)]
            failure = await visit.write(verb, if: visit.seen).failure
        case .token:
            var verb = Verbs.Token()
            verb.account = account
            verb.expires = visit.form.text("expires").flatMap { CivilDate($0) }.map { Moment(endOf: $0) }
            switch await visit.write(verb, if: visit.seen) {
            case .success(let written) where !written.token.isEmpty:
                return visit.page(TokenPage.page(written, back: list), forum: PageFrame.Forum(id: forum))
            case .success:
                return visit.page(
                    MessagePage.page(
                        tr("Shown before"), tr("The token of this form was shown once, and is not kept."),
                        links: [(tr("Accounts"), list)]), forum: PageFrame.Forum(id: forum), status: .conflict)
            case .failure(let why): failure = why
            }
        case .appoint:
            var verb = Verbs.Appoint()
            (verb.forum, verb.account, verb.appointment) = (forum, account, appointment(visit.form))
            failure = await visit.write(verb, if: visit.seen).failure
        case .end:
            var verb = Verbs.Appoint()
            (verb.forum, verb.account) = (forum, account)
            verb.end = visit.form.text("number").flatMap { Int($0) } ?? 0
            failure = await visit.write(verb, if: visit.seen).failure
        case .revoke:
            var verb = Verbs.Revoke()
            verb.account = account
            failure = await visit.write(verb, if: visit.seen).failure
        }
        return try await answer(failure, leadsTo: PageAddress.path(list, telling: .recorded), visit)
    }

    private func appointment(_ form: FormValues) -> Verbs.Appointment {
        var appointment = Verbs.Appointment()
        appointment.role = form.text("role") ?? ""
        (appointment.partner, appointment.group) = (form.text("partner"), form.text("group"))
        appointment.from = form.text("from").flatMap { CivilDate($0) }.map { Moment(startOf: $0) }
        appointment.until = form.text("until").flatMap { CivilDate($0) }.map { Moment(endOf: $0) }
        return appointment
    }

    func page(
        _ visit: Visit, _ shown: ShownForum, _ state: FormState, status: HTTPResponse.Status
    ) async throws(PageEnd) -> PageAnswer {
        let action =
            kind == .new
            ? PageAddress.forum(forum, "accounts", "new") : PageAddress.forum(forum, "accounts", slug, kind.rawValue)
        func form(_ heading: String, _ lead: String?, _ submit: String) -> RegistryForm {
            RegistryForm(heading, lead: lead, action: action, cancel: list, submit: submit)
        }
        var page: RegistryForm
        switch kind {
        case .new:
            page = form(tr("New account"), tr("It can log in once it has a token."), tr("Open the account"))
            page.fields =
                [
                    .text(
                        "account", tr("Account"), help: tr("A short name, such as contact-point-FR."), isRequired: true),
                    .text("name", tr("Name of the person")),
                ] + (try await office(visit, shown))
        case .token:
            page = form(tr("New token"), tr("For \(account). The next page shows it once."), tr("Make the token"))
            page.fields = [
                .day(
                    "expires", tr("Last day"),
                    help: tr("After it the token opens nothing. Without one it does not end by itself."))
            ]
        case .appoint:
            page = form(tr("Appoint"), tr("\(account) holds the office besides those that it has."), tr("Appoint"))
            page.fields = try await office(visit, shown)
        case .end:
            page = form(tr("End an office"), tr("Of \(account), from now on."), tr("End the office"))
            let rows = try await visit.ask(Verbs.Accounts(forum: forum)).rows
            let held = rows.first { $0.account == account }?.appointments ?? []
            page.fields = [
                .one(
                    "number", tr("Office"),
                    of: held.filter { $0.until == nil }.compactMap { one in
                        one.number.map { number in
                            (id: "\(number)", label: OfficeWords.text(one.office))
                        }
                    }, isRequired: true)
            ]
        case .revoke:
            page = form(
                tr("Revoke"), tr("All tokens of \(account) end at once, and with them its sessions."),
                tr("Revoke its tokens"))
        }
        return visit.page(page.page(state), forum: PageFrame.Forum(shown), status: status)
    }

    /// A role, with what each of its offices is of.
    private static func office(_ role: String, of holding: Verbs.Forum.Holding) -> String {
        let name = PageText.label(ofID: role)
        return switch holding {
        case .partner: tr("\(made: name) (of a partner)")
        case .group: tr("\(made: name) (of a group)")
        case .forum: tr("\(made: name) (of the forum)")
        }
    }

    /// An office, as the forum has them.
    private func office(_ visit: Visit, _ shown: ShownForum) async throws(PageEnd) -> [RegistryForm.Field] {
        let partners = try await visit.partners(forum).filter { $0.left == nil }.sorted { $0.name < $1.name }
        let roles = (shown.settings?.offices ?? [:]).sorted { $0.key < $1.key }
        let groups = (shown.settings?.groups.keys.sorted() ?? []).map { (id: $0, label: $0) }
        return [
            roles.isEmpty
                ? .text("role", tr("Office"), isRequired: true)
                : .one(
                    "role", tr("Office"),
                    of: roles.map { (id: $0.key, label: AccountForms.office($0.key, of: $0.value)) },
                    isRequired: true),
            .one(
                "partner", tr("Partner"), of: partners.map { (id: $0.id, label: PageText.name($0.name)) },
                help: tr("For an office of a partner.")),
            .one("group", tr("Group"), of: groups, help: tr("For an office of a group.")),
            .day("from", tr("From"), help: tr("Today, if it is left out.")),
            .day("until", tr("Until"), help: tr("The last day, if there is one.")),
        ]
    }
}
