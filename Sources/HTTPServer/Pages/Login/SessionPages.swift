import CivilTime
import HTTPTypes
import LineProtocol
import Requests
import WebPages

/// The page of an account: the sessions that are open, and how to end them. Of the own account also its offices.
struct SessionLists: Page {
    let owner: AccountOwner

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let who = try visit.account()
        let account = try owner.account(visit)
        let sessions = try await visit.sessions(of: owner)
        var parts = TablePage.Parts(owner.other == nil ? tr("Your account") : tr("Sessions of \(account)"))
        parts.lead =
            owner.other == nil
            ? tr("\(account). End a session that you do not know, and tell your administrator.")
            : tr("Where somebody is logged in to this account with a browser. A token or a link that ended opens none.")
        parts.links = [(tr("Logins"), owner.address("logins"))]
        let others = sessions.filter { !$0.isOwn }
        if !others.isEmpty {
            parts.links.append(
                (
                    owner.other == nil ? tr("End all other sessions") : tr("End all sessions"),
                    owner.address("sessions", "others")
                ))
        }
        parts.sections = [
            TablePage.Section(
                tr("Open sessions"), columns: [tr("Login"), tr("Opened"), tr("Last used")],
                rows: sessions.map { session in
                    let login = visit.login(of: session)
                    return TablePage.Row(
                        session.isOwn ? tr("\(made: login) (this browser)") : login, nil,
                        [PageText.minute(session.openedAt), PageText.minute(session.usedAt)],
                        actions: session.isOwn ? [] : [(tr("End"), owner.address("sessions", "end", session.id))])
                }, empty: tr("Nobody is logged in with a browser."))
        ]
        if owner.other == nil {
            parts.sections.insert(
                TablePage.Section(
                    tr("Offices"), columns: [tr("Office"), tr("Until")],
                    rows: who.appointments.map { held in
                        TablePage.Row(
                            OfficeWords.text(held.office), nil, [held.until.map { PageText.day($0.date) } ?? ""])
                    }, empty: tr("None.")), at: 0)
        }
        return visit.page(TablePage.page(parts))
    }
}

/// The end of a session, or of all others.
struct SessionEnds: FormPage {
    let owner: AccountOwner
    /// What the session is called; nil ends all but the one that asks.
    let id: String?

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let account = try owner.account(visit)
        var lead = tr("Of \(account). Whoever uses them is logged out at the next click.")
        if let id {
            guard let session = try await visit.sessions(id, of: owner).first else {
                throw .redirect(owner.sessions)
            }
            lead = tr(
                "Of \(account), by \(made: visit.login(of: session)), opened \(made: PageText.minute(session.openedAt)). Whoever uses it is logged out at the next click."
            )
        }
        let form = RegistryForm(
            id != nil
                ? tr("End a session") : owner.other == nil ? tr("End all other sessions") : tr("End all sessions"),
            lead: lead, action: id.map { owner.address("sessions", "end", $0) } ?? owner.address("sessions", "others"),
            cancel: owner.sessions, submit: id == nil ? tr("End the sessions") : tr("End the session"))
        return visit.page(form.page(visit.newForm(seen: nil)))
    }

    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let member = try visit.member()
        switch await visit.browsers.endSessions(id, of: owner.other, for: member.cookie) {
        // The same form may have ended it before.
        case .success(let ended):
            return .redirect(PageAddress.path(owner.sessions, telling: ended > 0 ? .sessionEnded : .nothing))
        case .failure(let failure): throw visit.end(failure)
        }
    }
}

extension Visit {
    /// The open sessions of an account, or the one that is called so.
    func sessions(_ id: String? = nil, of owner: AccountOwner) async throws(PageEnd) -> [ListedSession] {
        switch await browsers.sessions(id, of: owner.other, for: try member().cookie) {
        case .success(let sessions): return sessions
        case .failure(let failure) where failure.code == .notFound:
            throw .missing(Visit.noAccount(owner.other ?? ""))
        case .failure(let failure): throw end(failure)
        }
    }

    /// By what a session was opened.
    fileprivate func login(of session: ListedSession) -> String {
        guard let issuer = session.issuer else { return tr("Token") }
        return PageText.line(providers?.offered.first { $0.issuer == issuer }?.label ?? issuer)
    }
}
