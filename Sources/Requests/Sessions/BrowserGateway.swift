package import LineProtocol

/// The way in for browsers, which log in once and then show a cookie.
package protocol BrowserGateway: Sendable {
    /// Opens a session by the token of an AUTH request.
    func openSession(_ request: Request) async -> Result<BrowserLogin, Failure>
    /// The session of a cookie; nil where it has ended. A token that holds no longer is a failure, and ends its session.
    func session(_ cookie: String) async -> Result<BrowserLogin?, Failure>
    /// Ends a session.
    func endSession(_ cookie: String) async -> Result<Void, Failure>
    /// A text that nobody can guess, for what a page sends once.
    func unguessable() -> String
}

/// Who is logged in with a browser.
package struct BrowserLogin: Sendable {
    /// What the cookie holds.
    package let cookie: String
    /// What the session's forms carry.
    package let formToken: String
    package let login: Login

    package init(cookie: String, formToken: String, login: Login) {
        self.cookie = cookie
        self.formToken = formToken
        self.login = login
    }
}
