extension ProposalService {
    /// Opens a session of a browser by a token.
    package func openSession(token: String) async throws(ServiceFailure) -> OpenedSession {
        try await sessions.open(token: token)
    }

    /// Opens a session by a link to an identity provider that ``accounts(of:)`` answered.
    package func openSession(of linked: Caller) async throws(ServiceFailure) -> OpenedSession {
        try await sessions.open(linked)
    }

    /// The links that hold of a person whom an identity provider vouched for.
    package func accounts(of identity: ProvenIdentity) async throws(ServiceFailure) -> [Caller] {
        try await logins.accounts(of: identity)
    }

    /// Keeps what a login has come to that goes through an identity provider; answers the secret by which it is found once, for ten minutes.
    package func keepAttempt(_ what: String) async throws(ServiceFailure) -> String { try await sessions.keep(what) }

    /// What was kept of a login under a secret, this once; nil where there is nothing any more.
    package func takeAttempt(_ secret: String) async throws(ServiceFailure) -> String? {
        try await sessions.take(secret)
    }

    /// The session of a browser, by what its cookie holds; nil where it has ended. It lasts on where this is a use of it.
    package func session(_ secret: String, isUse: Bool = true) async throws(ServiceFailure) -> OpenedSession? {
        try await sessions.resume(secret, isUse: isUse)
    }

    /// Ends a session of a browser.
    package func endSession(_ secret: String) async throws(ServiceFailure) { try await sessions.end(secret) }

    /// The open sessions of an account, for its holder and for whoever keeps the accounts of its forum: the hundred that were used last, or the
    /// one that is called so.
    ///
    /// - Parameters:
    ///   - account: nil for the account of the session that asks.
    ///   - secret: of the session that asks.
    package func sessions(
        _ id: String? = nil, of account: String?, for secret: String
    ) async throws(ServiceFailure) -> [SeenSession] {
        try await sessions.listed(id, of: account, for: secret)
    }

    /// Ends a session of an account by what it is called, or all of them but the one that asks; answers how many ended.
    package func endSessions(
        _ id: String?, of account: String?, for secret: String
    ) async throws(ServiceFailure) -> Int {
        try await sessions.end(id, of: account, for: secret)
    }

    /// A text that nobody can guess, for what a page sends once.
    package func unguessable() -> String { SessionSecret(seed: sessions.randomness.bytes(32)).text }
}
