package import CanonicalJSON
package import CivilTime
package import LineProtocol

/// The way in for browsers, which log in once and then show a cookie.
package protocol BrowserGateway: Sendable {
    /// Opens a session by the token of an AUTH request.
    func openSession(_ request: Request) async -> Result<BrowserLogin, Failure>
    /// Opens a session by a link to an identity provider that ``accounts(of:)`` answered.
    func openSession(of linked: LinkedAccount) async -> Result<BrowserLogin, Failure>
    /// The accounts that are linked to a person whom a provider vouched for.
    func accounts(of login: ProvenLogin) async -> Result<[LinkedAccount], Failure>
    /// Keeps what a login has come to that goes through a provider; answers what the browser's cookie holds.
    func keepAttempt(_ attempt: JSONObject) async -> Result<String, Failure>
    /// What was kept of a login, this once; nil where there is nothing any more.
    func takeAttempt(_ cookie: String) async -> Result<JSONObject?, Failure>
    /// The session of a cookie; nil where it has ended. A token that holds no longer is a failure, and ends its session.
    ///
    /// - Parameter isUse: whether a person asks, so that the session lasts on; what a page asks by itself is no use of it.
    func session(_ cookie: String, isUse: Bool) async -> Result<BrowserLogin?, Failure>
    /// Ends a session.
    func endSession(_ cookie: String) async -> Result<Void, Failure>
    /// The open sessions of an account, for its holder and for whoever keeps the accounts of its forum: the hundred that were used last, or the
    /// one that is called so.
    ///
    /// - Parameters:
    ///   - account: nil for the account of the session that asks.
    ///   - cookie: of the session that asks.
    func sessions(_ id: String?, of account: String?, for cookie: String) async -> Result<[ListedSession], Failure>
    /// Ends a session of an account by what it is called, or all of them but the one that asks; answers how many ended.
    func endSessions(_ id: String?, of account: String?, for cookie: String) async -> Result<Int, Failure>
    /// A text that nobody can guess, for what a page sends once.
    func unguessable() -> String
}

/// An account that is linked to a person whom an identity provider knows.
package struct LinkedAccount: Sendable, Hashable {
    package let account: String
    /// The forum that opened the account.
    package let forum: String
    /// What the link is called.
    package let link: String

    package init(account: String, forum: String, link: String) {
        self.account = account
        self.forum = forum
        self.link = link
    }
}

/// A session of a browser that is open, as its account's holder sees it among the others.
package struct ListedSession: Sendable, Hashable {
    /// What it is called among the account's.
    package let id: String
    package let openedAt: Instant
    /// To a minute.
    package let usedAt: Instant
    /// The address of the identity provider by which it was opened; nil where that was a token.
    package let issuer: String?
    /// Whether it is the one that asks.
    package let isOwn: Bool
}

/// Who is logged in with a browser.
package struct BrowserLogin: Sendable {
    /// What the cookie holds.
    package let cookie: String
    /// What the session's forms carry.
    package let formToken: String
    package let login: Login
    /// Where a forum's record ends now, as a cursor: whoever watches from there misses nothing that follows. Nil where it is none of theirs.
    package let end: @Sendable (_ forum: String) async -> String?

    package init(
        cookie: String, formToken: String, login: Login, end: @escaping @Sendable (_ forum: String) async -> String?
    ) {
        self.cookie = cookie
        self.formToken = formToken
        self.login = login
        self.end = end
    }
}
