import HTTPTypes
import LineProtocol
import Requests
import WebPages

/// The link that the holder of an account makes: it goes to the provider once, and what came back is confirmed.
struct LoginLinking: FormPage {
    let provider: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let account = try visit.account().account
        let (offered, _) = try visit.provider(provider)
        let form = RegistryForm(
            tr("Link a login"),
            lead: tr(
                "You go to \(offered.label), log in there, and come back. Then you see who it is, and confirm it for \(account)."
            ),
            action: PageAddress.path(["account", "logins", "link", provider]), cancel: PageAddress.logins,
            submit: tr("Begin"))
        return visit.page(form.page(visit.newForm(seen: nil)))
    }

    /// A form may lead to this server alone, so that what leads on is a link.
    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let account = try visit.account().account
        let (offered, _) = try visit.provider(provider)
        let (address, cookie) = try await visit.begin(
            LoginAttempt(provider: provider, to: PageAddress.logins, account: account))
        var answer = visit.page(
            MessagePage.page(
                tr("Go to \(offered.label)"),
                tr("Log in there as the person who is to use \(account). You come back by yourself."),
                links: [(tr("Go on to \(offered.label)"), address), (tr("Cancel"), PageAddress.logins)]))
        answer.headers.append(cookie)
        return answer
    }

    /// What is confirmed of whoever came back.
    static func confirmation(
        _ proven: ProvenLogin, _ offered: OfferedProvider, _ attempt: LoginAttempt, _ visit: Visit
    ) async throws(PageEnd) -> PageAnswer {
        var proved = attempt
        proved.subject = proven.subject
        let secret = try await visit.keep(proved)
        let form = RegistryForm(
            tr("Link this login?"),
            lead: tr(
                "Whoever \(offered.label) calls \(proven.subject) will log in to \(attempt.account ?? "") from now on, beside whoever holds its token."
            ),
            action: PageAddress.path(["account", "logins", "confirm"]), cancel: PageAddress.logins,
            submit: tr("Link it"))
        var answer = visit.page(form.page(visit.newForm(seen: nil)))
        answer.headers.append(HTTPField(name: .setCookie, value: visit.cookies.setAttempt(secret)))
        return answer
    }
}

/// The confirmation of a link.
struct LinkConfirmation: FormPage {
    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer { .redirect(PageAddress.logins) }

    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let account = try visit.account().account
        guard let attempt = try await visit.takeAttempt(), let subject = attempt.subject, attempt.account == account
        else {
            throw .told(.forbidden, tr("This link is not waited for any more."), advice: tr("Begin again."))
        }
        let (offered, _) = try visit.provider(attempt.provider)
        var change = Verbs.Identity.Change()
        change.issuer = offered.issuer
        change.subject = subject
        switch await visit.write(Verbs.Identity(account: account, change), if: nil) {
        case .success:
            var answer = PageAnswer.redirect(PageAddress.path(PageAddress.logins, telling: .recorded))
            answer.headers.append(HTTPField(name: .setCookie, value: visit.cookies.endAttempt))
            return answer
        case .failure(let failure): throw visit.end(failure)
        }
    }
}
