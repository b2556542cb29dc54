import Proposals

/// Who is logged in with a browser. A session stands for a token, or for a link to an identity provider, and ends with it.
struct BrowserSessions: Sendable {
    let logins: Logins
    let randomness: Randomness
    let limits = SessionLimits()
    var store: any RecordStore { logins.records.store }

    init(_ logins: Logins, _ randomness: Randomness) {
        self.logins = logins
        self.randomness = randomness
    }

    /// Opens a session by a token.
    func open(token: String) async throws(ServiceFailure) -> OpenedSession {
        let (caller, _) = try await logins.authenticate(token: token)
        return try await open(caller)
    }

    /// Opens a session of whoever an identity provider vouched for, by one of the links that ``Logins/accounts(of:)`` answered.
    func open(_ caller: Caller) async throws(ServiceFailure) -> OpenedSession {
        let login = try await logins.seen(caller, isSession: true)
        let secret = SessionSecret(seed: randomness.bytes(32)).text
        let row = TokenRow(token: caller.token, account: caller.account, forum: caller.forum)
        try await storing { () throws(StoreError) in
            try await store.openSession(hash: SessionSecret.hash(of: secret), row, limits: limits)
        }
        return OpenedSession(
            secret: secret, formToken: SessionSecret.formToken(of: secret), caller: caller, login: login)
    }

    /// Keeps what a login has come to that goes through an identity provider; answers the secret by which it is found once.
    func keep(_ attempt: String) async throws(ServiceFailure) -> String {
        let secret = SessionSecret(seed: randomness.bytes(32)).text
        try await storing { () throws(StoreError) in
            try await store.keepAttempt(hash: SessionSecret.hash(of: secret), attempt, limits: limits)
        }
        return secret
    }

    /// What was kept under a secret, this once; nil where there is nothing, or where it took too long.
    func take(_ secret: String) async throws(ServiceFailure) -> String? {
        try await storing { () throws(StoreError) in
            try await store.takeAttempt(hash: SessionSecret.hash(of: secret), limits: limits)
        }
    }

    /// The session of a secret; nil where it has ended. What it was opened by must still hold, and an office of its
    /// account: it is otherwise refused as at a login, and ends.
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
                login: try await logins.seen(caller, isSession: true))
        } catch {
            switch error.code {
            case .badToken, .tokenExpired, .tokenRevoked, .forbidden: try await end(secret)
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

/// A person whom an identity provider vouched for, by a token that was checked.
package struct ProvenIdentity: Sendable, Hashable {
    /// The provider's address, as its tokens have it.
    package var issuer: String
    /// What it calls the person.
    package var subject: String

    package init(issuer: String, subject: String) {
        self.issuer = issuer
        self.subject = subject
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
