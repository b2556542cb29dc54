import CanonicalJSON
import HTTPTypes
import Hummingbird
import LineProtocol
import Requests
import WebPages

/// One request of a browser: who sent it, what it says, and the way to what the pages are made of.
struct Visit: Sendable {
    let desk: Desk
    let browsers: any BrowserGateway
    let definitions: KnownDefinitions
    let attempts: LoginAttempts
    let target: PageTarget
    let form: FormValues
    let cookies: PageCookies
    let peer: String?
    /// Who is logged in; nil for a stranger.
    private(set) var login: BrowserLogin?
    /// The file that came with the form; nil where it has none.
    var file: SentFile?
    /// How the page is kept up to date; nil where it is not.
    var live: PageFrame.Live?
    /// The streams of open pages.
    let streams: LiveStreams
    /// The audits that visitors have begun.
    let audits: AuditRuns
    /// What the cookie of a login holds that goes through a provider.
    var attempt: String?
    /// What is begun for this visit, and given up with it.
    var answers: BegunAnswers?
    /// The host that the browser asked for, with its port.
    var host: String?
    /// What the form of the login carries, as the cookie beside it does.
    private(set) var loginToken: String?

    init(
        desk: Desk, browsers: any BrowserGateway, definitions: KnownDefinitions, attempts: LoginAttempts,
        streams: LiveStreams, audits: AuditRuns, target: PageTarget, form: FormValues, cookies: PageCookies,
        peer: String?
    ) {
        self.desk = desk
        self.browsers = browsers
        self.definitions = definitions
        self.attempts = attempts
        self.streams = streams
        self.audits = audits
        self.target = target
        self.form = form
        self.cookies = cookies
        self.peer = peer
    }

    /// Finds the session of a cookie, which lasts on where a person asks.
    mutating func resume(_ cookie: String?, isUse: Bool) async throws(PageEnd) {
        guard let cookie else { return }
        switch await browsers.session(cookie, isUse: isUse) {
        case .success(let found):
            login = found
            guard let own = ownForum, definitions.forum(own) == nil else { return }
            if case .success(let answer) = await attempt(Verbs.Forum(forum: own)) { definitions.keep(answer.end) }
        // An account without an office is shown nothing any more; its session has ended.
        case .failure(let failure) where failure.code == .forbidden: throw .sessionEnded(failure)
        case .failure(let failure): throw end(failure)
        }
    }

    /// Refuses a form that another page sent, or that is not of this session.
    mutating func checkForm(_ request: WebRequest) throws(PageEnd) {
        guard isFromHere(request) else {
            throw .told(
                .forbidden, tr("This form was sent from another page."),
                advice: tr("Open the page here, and send it again."))
        }
        let token = form.raw(FormState.tokenName) ?? ""
        if let login {
            guard token == login.formToken else {
                throw .told(
                    .forbidden, tr("This form is not of your session."),
                    advice: tr("Open the page again; you may have logged in anew."))
            }
        } else if target.path == PageAddress.login || target.path == PageAddress.choice {
            loginToken = cookies.login(of: request)
            guard let loginToken, token == loginToken else {
                throw .told(
                    .forbidden, tr("This form is not of your browser."),
                    advice: tr("Allow cookies, open the page again, and log in."))
            }
        } else {
            throw .login
        }
    }

    /// Whether the browser says that a form comes from a page of this very server.
    private func isFromHere(_ request: WebRequest) -> Bool {
        guard let origin = request.headers[.origin], let host = request.head.authority else { return false }
        let isSecure = origin == "https://" + host
        return isSecure || (!cookies.isSecure && origin == "http://" + host)
    }

    // MARK: Answers

    /// The page, with what stands around it.
    func page(
        _ page: WebPage, forum: PageFrame.Forum? = nil, notice: String? = nil, status: HTTPResponse.Status = .ok
    ) -> PageAnswer {
        let visitor = login.map { PageFrame.Visitor($0.login.answer, formToken: $0.formToken) }
        var forum = forum ?? ownForum.map { PageFrame.Forum(id: $0) }
        if let shown = forum, ownForum == shown.id, let known = definitions.forum(shown.id) {
            forum = PageFrame.Forum(id: shown.id, name: shown.name ?? known.name, mark: shown.mark ?? known.mark)
        }
        var frame = PageFrame(
            visitor: visitor, forum: forum, address: target.text, notice: notice ?? Done(target)?.sentence)
        // What is wrong does not change by itself.
        frame.live = status == .ok ? live : nil
        return .page(page.html(in: frame), status: status)
    }

    /// How a visit is answered that ended before its page.
    func answer(_ end: PageEnd) -> PageAnswer {
        switch end {
        case .redirect(let address): return .redirect(address)
        case .answer(let answer): return answer
        case .login: return .redirect(loginAddress)
        case .sessionEnded(let failure):
            var answer = page(
                MessagePage.page(failure, title: tr("Your session ended"), links: [(tr("Log in"), loginAddress)]),
                status: .unauthorized)
            answer.cookie = .ends
            return answer
        case .failure(let failure):
            return page(MessagePage.page(failure, links: onward), status: Visit.status(failure.code))
        case .told(let code, let text, let advice):
            let told = MessagePage.page(MessagePage.title(code), text, advice: advice, links: onward)
            return page(told, status: Visit.status(code))
        }
    }

    /// Where somebody goes on from a page that was not shown.
    private var onward: [(String, String)] {
        login == nil ? [(tr("Log in"), loginAddress)] : [(tr("Inbox"), PageAddress.inbox)]
    }

    private static func status(_ code: ErrorCode?) -> HTTPResponse.Status {
        // What is refused here stands on a page for people, and no browser should ask for a password because of it.
        let status = code?.status ?? .internalServerError
        return status == .unauthorized ? .forbidden : status
    }

    var loginAddress: String {
        target.path == PageAddress.logout || target.path == PageAddress.login
            ? PageAddress.login : PageAddress.login + PageAddress.query([("to", target.text)])
    }

    /// What a failure means for the visit: a login that holds no longer ends it.
    func end(_ failure: Failure) -> PageEnd {
        switch failure.code {
        case .badToken, .tokenExpired, .tokenRevoked: .sessionEnded(failure)
        case .notLoggedIn: .login
        default: .failure(failure)
        }
    }

    /// What is known of whoever is logged in; nil for a stranger.
    var who: Verbs.Auth.End? { login?.login.answer }

    /// The forum of whoever is logged in; nil for a stranger, and for an administrator of the server.
    var ownForum: String? { who.flatMap { PageFrame.Visitor($0, formToken: "").forum } }

    /// The account that is logged in, or the way to the login.
    func account() throws(PageEnd) -> Verbs.Auth.End { try member().login.answer }

    /// Who is logged in, or the way to the login.
    func member() throws(PageEnd) -> BrowserLogin {
        guard let login else { throw .login }
        return login
    }
}

/// What was done a moment ago, as the next page's address says it: a word of these, never a text.
enum Done: String {
    case recorded, position, relayed, draft, edit, note, ack, contest, filed, invited, published, nothing, repeated,
        login, ended,
        sessionEnded

    init?(_ target: PageTarget) {
        guard let word = target.query.raw("done") else { return nil }
        self.init(rawValue: word)
    }

    var sentence: String {
        switch self {
        case .recorded: tr("Recorded.")
        case .position: tr("The position is recorded.")
        case .draft: tr("The draft is kept. It is seen by its organisers alone until it is circulated.")
        case .edit: tr("The text is changed.")
        case .note: tr("The note is recorded.")
        case .ack: tr("Receipt is acknowledged.")
        case .contest: tr("Recorded: the edit counts as substantive.")
        case .relayed: tr("The position is relayed. Its partner may contest it.")
        case .filed: tr("The document is filed.")
        case .invited: tr("The invitation is proposed. Every partner of the round is asked.")
        case .published: tr("Recorded: everybody can see what was chosen.")
        case .nothing: tr("Nothing had to change.")
        case .repeated: tr("This form was sent before. It took effect once.")
        case .login: tr("You are logged in.")
        case .ended: tr("You are logged out.")
        case .sessionEnded: tr("Ended: whoever used it is logged out at the next click.")
        }
    }
}
