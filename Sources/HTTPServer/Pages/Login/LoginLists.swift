import CivilTime
import HTTPTypes
import LineProtocol
import Requests
import WebPages

/// The links of an account to providers.
struct LoginLists: Page {
    let owner: AccountOwner

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let account = try owner.account(visit)
        let rows = try await visit.ask(Verbs.Identity(account: account), missing: Visit.noAccount(account)).rows
        let offered = visit.providers?.offered ?? []
        var parts = TablePage.Parts(tr("Logins of \(account)"))
        if owner.other == nil {
            parts.lead =
                offered.isEmpty
                ? tr("This server has no identity provider: you log in with a token.")
                : tr(
                    "Who logs in to your account without a token. Link your own login at a provider, and end what is not yours."
                )
            parts.links = offered.map { (tr("Link \($0.label)"), owner.address("logins", "link", $0.name)) }
        } else {
            parts.lead = tr(
                "Who logs in to this account without a token. Its holder can link a login as well, after a login with a token."
            )
            parts.links = [(tr("New link"), owner.address("logins", "new"))]
        }
        let shown = rows.map { row in
            TablePage.Row(
                offered.first { $0.issuer == row.issuer }?.label ?? row.issuer, nil,
                [
                    row.issuer, row.subject ?? tr("erased"), row.from.map { PageText.day($0.date) } ?? "",
                    row.until.map { PageText.day($0.date) } ?? "",
                ],
                actions: row.until == nil ? [(tr("End"), owner.address("logins", "end", row.id))] : [])
        }
        parts.sections = [
            TablePage.Section(
                tr("Links"), columns: [tr("Provider"), tr("Issuer"), tr("Subject"), tr("Since"), tr("Ended")],
                rows: shown,
                empty: tr("None."))
        ]
        return visit.page(TablePage.page(parts))
    }
}

/// The forms about the links of an account.
struct LoginForms: FormPage {
    /// What is done.
    enum Kind: Sendable {
        case new
        case end(String)
    }

    let owner: AccountOwner
    let kind: Kind

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        try page(visit, visit.newForm(seen: nil))
    }

    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        var verb = Verbs.Identity(account: try owner.account(visit))
        var change = Verbs.Identity.Change()
        switch kind {
        case .new:
            change.issuer = visit.form.text("issuer") ?? ""
            change.subject = visit.form.text("subject") ?? ""
        case .end(let id): change.end = id
        }
        verb.change = change
        switch await visit.write(verb, if: nil) {
        case .success: return .redirect(PageAddress.path(owner.address("logins"), telling: .recorded))
        case .failure(let failure):
            return try page(visit, visit.sentForm(try visit.passed(failure), seen: nil), status: .conflict)
        }
    }

    private func page(
        _ visit: Visit, _ state: FormState, status: HTTPResponse.Status = .ok
    ) throws(PageEnd) -> PageAnswer {
        let account = try owner.account(visit)
        var form: RegistryForm
        switch kind {
        case .new:
            form = RegistryForm(
                tr("New link"),
                lead: tr(
                    "Whoever this is will log in to \(account). Make sure that it is its holder who told you the subject."
                ),
                action: owner.address("logins", "new"), cancel: owner.address("logins"), submit: tr("Link it"))
            let offered = visit.providers?.offered ?? []
            form.fields = [
                offered.isEmpty
                    ? .text(
                        "issuer", tr("Issuer"), help: tr("The provider's address, as the server's settings have it."),
                        isRequired: true)
                    : .one(
                        "issuer", tr("Provider"), of: offered.map { (id: $0.issuer, label: $0.label) }, isRequired: true
                    ),
                .text(
                    "subject", tr("Subject"),
                    help: tr("What the page of the login shows to whoever is not linked yet."),
                    isRequired: true),
            ]
        case .end(let id):
            form = RegistryForm(
                tr("End a link"), lead: tr("Of \(account), and with it the sessions that it opened."),
                action: owner.address("logins", "end", id), cancel: owner.address("logins"), submit: tr("End the link"))
        }
        return visit.page(form.page(state), status: status)
    }
}
