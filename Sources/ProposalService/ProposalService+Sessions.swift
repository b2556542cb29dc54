extension ProposalService {
    /// Opens a session of a browser by a token.
    package func openSession(token: String) async throws(ServiceFailure) -> OpenedSession {
        try await sessions.open(token: token)
    }

    /// The session of a browser, by what its cookie holds; nil where it has ended. It lasts on where this is a use of it.
    package func session(_ secret: String, isUse: Bool = true) async throws(ServiceFailure) -> OpenedSession? {
        try await sessions.resume(secret, isUse: isUse)
    }

    /// Ends a session of a browser.
    package func endSession(_ secret: String) async throws(ServiceFailure) { try await sessions.end(secret) }

    /// A text that nobody can guess, for what a page sends once.
    package func unguessable() -> String { SessionSecret(seed: sessions.randomness.bytes(32)).text }
}
