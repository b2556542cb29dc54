/// The part of the port that keeps who is logged in with a browser.
package protocol SessionStore: Sendable {
    /// Keeps a session under the SHA-256 of its secret, and drops some that have ended unused.
    func openSession(hash: [UInt8], _ row: TokenRow, limits: SessionLimits) async throws(StoreError)

    /// Whose session this is, which is marked as used now, where it is used; nil where there is none, or where it has ended.
    func session(hash: [UInt8], isUse: Bool, limits: SessionLimits) async throws(StoreError) -> TokenRow?

    /// Drops a session, where there is one.
    func endSession(hash: [UInt8]) async throws(StoreError)
}

/// How long a session lasts, by the database's clock.
package struct SessionLimits: Sendable, Hashable {
    /// Seconds without a request after which it ends.
    package var idleSeconds = 30 * 60
    /// Seconds after which it ends in any case.
    package var wholeSeconds = 8 * 60 * 60

    package init() {}
}
