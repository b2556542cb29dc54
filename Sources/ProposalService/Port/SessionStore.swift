/// The part of the port that keeps who is logged in with a browser.
package protocol SessionStore: Sendable {
    /// Keeps a session under the SHA-256 of its secret, and drops some that have ended unused.
    func openSession(hash: [UInt8], _ row: TokenRow, limits: SessionLimits) async throws(StoreError)

    /// Whose session this is, which is marked as used now, where it is used; nil where there is none, or where it has ended.
    func session(hash: [UInt8], isUse: Bool, limits: SessionLimits) async throws(StoreError) -> TokenRow?

    /// Drops a session, where there is one.
    func endSession(hash: [UInt8]) async throws(StoreError)

    /// The sessions of an account that were opened by one of these tokens or links and have not ended, the last used first.
    ///
    /// - Parameter most: how many; nil for all.
    func sessions(
        of account: String, by logins: [String], most: Int?, limits: SessionLimits
    ) async throws(StoreError) -> [KeptSession]

    /// Drops all sessions of an account but one; answers how many of them were opened by one of these tokens or links and had not ended.
    func endSessions(
        of account: String, by logins: [String], but hash: [UInt8], limits: SessionLimits
    ) async throws(StoreError) -> Int

    /// Keeps what a login has come to that goes through an identity provider, under the SHA-256 of its secret, and drops some that are over.
    func keepAttempt(hash: [UInt8], _ what: String, limits: SessionLimits) async throws(StoreError)

    /// What was kept of a login, which is kept no more; nil where there is none, or where it took too long.
    func takeAttempt(hash: [UInt8], limits: SessionLimits) async throws(StoreError) -> String?

    /// The commitments of accounts that such a value opens, with the forum of each: a hundred at most.
    func commitments(to value: String) async throws(StoreError) -> [(forum: String, commitment: String)]
}

/// How long a session lasts, by the database's clock.
package struct SessionLimits: Sendable, Hashable {
    /// Seconds without a request after which it ends.
    package var idleSeconds = 30 * 60
    /// Seconds after which it ends in any case.
    package var wholeSeconds = 8 * 60 * 60
    /// Seconds that a login may take which goes through an identity provider.
    package var attemptSeconds = 10 * 60

    package init() {}
}
