import CanonicalJSON
import HTTPTypes
import LineProtocol
import Requests
import WebPages

/// The login by a token, and the buttons of the providers at which one logs in instead.
struct LoginPages: FormPage {
    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let to = LoginPages.wayBack(visit.target.query.raw("to"))
        if visit.login != nil { return .redirect(to) }
        return page(visit, to: to)
    }

    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let to = LoginPages.wayBack(visit.form.raw("to"))
        if visit.login != nil { return .redirect(to) }
        let peer = LoginAttempts.Kind.address(visit.peer ?? "")
        let tried = LoginAttempts.name(ofToken: visit.form.text("token") ?? "")
        guard !visit.attempts.isTooMany(peer, tried) else {
            return LoginPages.tooMany(
                page(visit, to: to, (tr("Too many logins were refused."), tr("Wait a minute, then try again."))))
        }
        guard let token = visit.form.text("token") else {
            return page(visit, to: to, (tr("No token was given."), tr("Type or paste the token that you were given.")))
        }
        let request = LineProtocol.Request(
            tag: RequestTag(number: 0), verb: .auth, object: ["token": .string(token)])
        switch await visit.browsers.openSession(request) {
        case .failure(let failure):
            visit.attempts.count(peer, tried)
            return page(visit, to: to, (FailureWords.text(failure).ended, FailureWords.advice(failure)))
        case .success(let login): return await LoginPages.opened(login, visit, to: to)
        }
    }

    /// A session that was opened, unless its account opens too many.
    static func opened(_ login: BrowserLogin, _ visit: Visit, to: String) async -> PageAnswer {
        let account = LoginAttempts.Kind.account(login.login.answer.account)
        guard !visit.attempts.isTooMany(account) else {
            _ = await visit.browsers.endSession(login.cookie)
            let told = MessagePage.page(
                MessagePage.title(.busy), tr("This account logged in too often."),
                advice: tr("Wait a minute, then try again."), links: [(tr("Log in"), PageAddress.login)])
            return tooMany(visit.page(told))
        }
        visit.attempts.count(account)
        var answer = PageAnswer.redirect(to)
        answer.cookie = .set(login.cookie)
        return answer
    }

    /// The same page, for whoever has to wait.
    static func tooMany(_ page: PageAnswer) -> PageAnswer {
        var answer = page
        answer.status = .tooManyRequests
        answer.headers[.retryAfter] = "60"
        return answer
    }

    private func page(_ visit: Visit, to: String, _ refused: (why: String, advice: String)? = nil) -> PageAnswer {
        let secret = visit.browsers.unguessable()
        let providers = visit.providers?.offered ?? []
        var answer = visit.page(
            LoginPage.page(
                formToken: secret, to: to, fault: refused?.why, advice: refused?.advice,
                providers: providers.map { ($0.label, PageAddress.login(at: $0.name, to: to)) }),
            status: refused == nil ? .ok : .forbidden)
        answer.headers.append(HTTPField(name: .setCookie, value: visit.cookies.setLogin(secret)))
        answer.headers[.cacheControl] = "no-store"
        return answer
    }

    /// The page that was asked for before the login: one of this server, or the inbox.
    static func wayBack(_ address: String?) -> String {
        guard let address, isAddress(address), !address.hasPrefix(PageAddress.login),
            !address.hasPrefix(PageAddress.logout)
        else { return PageAddress.inbox }
        return address
    }

    /// Whether a text is the address of a page of this server, and of no other.
    static func isAddress(_ text: String) -> Bool {
        text.utf8.count < 2000 && text.hasPrefix("/") && !text.hasPrefix("//")
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
    }
}

/// The end of a session.
struct LogoutPages: FormPage {
    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer { .redirect(PageAddress.home) }

    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        let login = try visit.member()
        if case .failure(let failure) = await visit.browsers.endSession(login.cookie) { throw visit.end(failure) }
        visit.streams.end(session: login.cookie)
        var answer = PageAnswer.redirect(PageAddress.home + PageAddress.query([("done", Done.ended.rawValue)]))
        answer.cookie = .ends
        return answer
    }
}

extension String {
    /// With the mark that ends a sentence.
    fileprivate var ended: String { hasSuffix(".") ? self : self + "." }
}
