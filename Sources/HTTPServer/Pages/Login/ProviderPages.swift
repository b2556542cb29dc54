import HTTPTypes
import LineProtocol
import Requests
import WebPages

/// The beginning of a login at a provider.
struct ProviderPages: Page {
    let provider: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let to = LoginPages.wayBack(visit.target.query.raw("to"))
        if visit.login != nil { return .redirect(to) }
        let (address, cookie) = try await visit.begin(LoginAttempt(provider: provider, to: to))
        var answer = PageAnswer.redirect(address)
        answer.headers.append(cookie)
        answer.headers[.cacheControl] = "no-store"
        return answer
    }
}

/// The choice of one of several accounts that are linked to a login.
struct ChoicePages: FormPage {
    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer { .redirect(PageAddress.login) }

    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        guard visit.login == nil else { return .redirect(PageAddress.inbox) }
        guard let attempt = try await visit.takeAttempt(), let subject = attempt.subject, attempt.account == nil else {
            throw .told(.forbidden, tr("This login is over."), advice: tr("Begin again from the page of the login."))
        }
        let (offered, _) = try visit.provider(attempt.provider)
        let found = try await CallbackPages.accounts(
            of: ProvenLogin(issuer: offered.issuer, subject: subject), visit)
        guard let chosen = found.first(where: { $0.account == visit.form.raw("account") }) else {
            throw .told(
                .forbidden, tr("This account is not linked to your login."),
                advice: tr("Begin again from the page of the login."))
        }
        var answer = try await CallbackPages.open(chosen, visit, to: attempt.to)
        answer.headers.append(HTTPField(name: .setCookie, value: visit.cookies.endAttempt))
        return answer
    }
}
