/// Who is logged in with a browser. A session stands for a token, and ends with it.
struct BrowserSessions: Sendable {
    let logins: Logins
    let randomness: Randomness
    private let limits = SessionLimits()
    private var store: any RecordStore { logins.records.store }

    init(_ logins: Logins, _ randomness: Randomness) {
        self.logins = logins
        self.randomness = randomness
    }

    /// Opens a session by a token.
    func open(token: String) async throws(ServiceFailure) -> OpenedSession {
        let (caller, login) = try await logins.authenticate(token: token)
        let secret = SessionSecret(seed: randomness.bytes(32)).text
        let row = TokenRow(token: caller.token, account: caller.account, forum: caller.forum)
        try await storing { () throws(StoreError) in
            try await store.openSession(hash: SessionSecret.hash(of: secret), row, limits: limits)
        }
        return OpenedSession(
            secret: secret, formToken: SessionSecret.formToken(of: secret), caller: caller, login: login)
    }

    /// The session of a secret; nil where it has ended. A token that holds no longer is refused as at a login, and ends its session.
    ///
    /// - Parameter isUse: whether a person asks, so that the session lasts on.
    func resume(_ secret: String, isUse: Bool) async throws(ServiceFailure) -> OpenedSession? {
        let hash = SessionSecret.hash(of: secret)
        let row = try await storing { () throws(StoreError) in
            try await store.session(hash: hash, isUse: isUse, limits: limits)
        }
        guard let row else { return nil }
        let caller = Caller(account: row.account, forum: row.forum, token: row.token)
        do throws(ServiceFailure) {
            return OpenedSession(
                secret: secret, formToken: SessionSecret.formToken(of: secret), caller: caller,
                login: try await logins.seen(caller))
        } catch {
            switch error.code {
            case .badToken, .tokenExpired, .tokenRevoked: try await end(secret)
            default: break
            }
            throw error
        }
    }

    /// Ends the session of a secret, where there is one.
    func end(_ secret: String) async throws(ServiceFailure) {
        try await storing { () throws(StoreError) in
            try await store.endSession(hash: SessionSecret.hash(of: secret))
        }
    }
}

/// A session of a browser that holds.
package struct OpenedSession: Sendable {
    /// What the cookie holds.
    package var secret: String
    /// What the session's forms carry.
    package var formToken: String
    package var caller: Caller
    package var login: SeenLogin
}
