import HTTPTypes
import LineProtocol
import Requests
import WebPages

/// Where a provider sends a browser back to: whoever it vouches for is logged in, or links an account.
struct CallbackPages: Page {
    let provider: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let (offered, providers) = try visit.provider(provider)
        let peer = LoginAttempts.Kind.address(visit.peer ?? "")
        guard !visit.attempts.isTooMany(peer) else { throw Visit.tooOften }
        // Whatever comes of it, this login is over: what the browser brought counts once.
        var answer: PageAnswer
        do throws(PageEnd) {
            let (attempt, proven) = try await returned(visit, providers, peer)
            answer = try await arrived(proven, attempt, offered, visit)
        } catch {
            answer = visit.answer(error)
        }
        let isGoingOn = answer.headers[values: .setCookie].contains { $0.contains("-oidc=") }
        if !isGoingOn { answer.headers.append(HTTPField(name: .setCookie, value: visit.cookies.endAttempt)) }
        answer.headers[.cacheControl] = "no-store"
        return answer
    }

    /// Who came back to a login that this browser began.
    private func returned(
        _ visit: Visit, _ providers: any LoginProviders, _ peer: LoginAttempts.Kind
    ) async throws(PageEnd) -> (LoginAttempt, ProvenLogin) {
        guard let attempt = try await visit.takeAttempt(), attempt.provider == provider, attempt.subject == nil else {
            visit.attempts.count(peer)
            throw .told(
                .forbidden, tr("This is not the answer to a login that this browser began a moment ago."),
                advice: tr("Begin again from the page of the login."))
        }
        // What stands there twice is not there.
        func once(_ name: String) -> String? {
            let texts = visit.target.query.all(name)
            return texts.count == 1 ? texts[0] : nil
        }
        let answer = ProviderAnswer(
            code: once("code"), state: once("state"), issuer: once("iss"), error: once("error"))
        do throws(LoginFault) {
            let proven = try await providers.proven(
                provider, secret: visit.attempt ?? "", callback: visit.callback(provider), answer)
            return (attempt, proven)
        } catch {
            visit.attempts.count(peer)
            throw Visit.end(error)
        }
    }

    private func arrived(
        _ proven: ProvenLogin, _ attempt: LoginAttempt, _ offered: OfferedProvider, _ visit: Visit
    ) async throws(PageEnd) -> PageAnswer {
        if let account = attempt.account {
            guard visit.who?.account == account else {
                throw .told(
                    .forbidden, tr("You are not logged in to \(account) any more, which was to be linked."),
                    advice: tr("Log in, and begin again."))
            }
            return try await LoginLinking.confirmation(proven, offered, attempt, visit)
        }
        let who = LoginAttempts.Kind.login(proven.issuer + " " + proven.subject)
        guard !visit.attempts.isTooMany(who) else { throw Visit.tooOften }
        let found = try await CallbackPages.accounts(of: proven, visit)
        guard let first = found.first else {
            visit.attempts.count(who)
            return unlinked(proven, offered, visit)
        }
        guard found.count > 1 else { return try await CallbackPages.open(first, visit, to: attempt.to) }
        var proved = attempt
        proved.subject = proven.subject
        let secret = try await visit.keep(proved)
        let token = visit.browsers.unguessable()
        var answer = visit.page(
            ChoicePage.page(formToken: token, provider: offered.label, accounts: found.map(\.account)))
        answer.headers.append(HTTPField(name: .setCookie, value: visit.cookies.setLogin(token)))
        answer.headers.append(HTTPField(name: .setCookie, value: visit.cookies.setAttempt(secret)))
        return answer
    }

    /// The accounts that are linked to a person, each once.
    static func accounts(of proven: ProvenLogin, _ visit: Visit) async throws(PageEnd) -> [LinkedAccount] {
        switch await visit.browsers.accounts(of: proven) {
        case .success(let found):
            return found.reduce(into: []) { known, one in
                if known.last?.account != one.account { known.append(one) }
            }
        case .failure(let failure): throw visit.end(failure)
        }
    }

    static func open(_ linked: LinkedAccount, _ visit: Visit, to: String) async throws(PageEnd) -> PageAnswer {
        switch await visit.browsers.openSession(of: linked) {
        case .success(let login): return await LoginPages.opened(login, visit, to: to)
        case .failure(let failure): throw .failure(failure)
        }
    }

    /// Who is known to a provider and to no forum is told what an administrator needs.
    private func unlinked(_ proven: ProvenLogin, _ offered: OfferedProvider, _ visit: Visit) -> PageAnswer {
        visit.page(
            MessagePage.page(
                tr("Not linked yet"),
                tr(
                    "\(offered.label) knows you, and no account is linked to you there. Give the administrator of your forum these two words, in person or on a way that both of you trust: \(made: proven.issuer) \(made: proven.subject)"
                ),
                advice: tr("If you have a token, you need nobody: log in with it, and link your account yourself."),
                links: [
                    (
                        tr("Log in with a token and link the account"),
                        PageAddress.login + PageAddress.query([("to", PageAddress.logins)])
                    )
                ]), status: .forbidden)
    }
}
