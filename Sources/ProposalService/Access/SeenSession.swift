package import CivilTime

/// A session of a browser that is open, as its account's holder sees it among the others. From where it is used is not kept.
package struct SeenSession: Sendable, Hashable {
    /// What it is called among the account's; it tells nothing of the session's secret.
    package var id: String
    package var openedAt: Instant
    /// To a minute.
    package var usedAt: Instant
    /// The identity provider by which it was opened, by its address; nil where that was a token.
    package var issuer: String?
    /// Whether it is the one that asks.
    package var isOwn: Bool
}

/// A session as it is kept, to be listed.
package struct KeptSession: Sendable {
    /// SHA-256 of its secret.
    package var hash: [UInt8]
    /// The token or the link by which it was opened.
    package var token: String
    package var openedAt: Instant
    package var usedAt: Instant

    package init(hash: [UInt8], token: String, openedAt: Instant, usedAt: Instant) {
        self.hash = hash
        self.token = token
        self.openedAt = openedAt
        self.usedAt = usedAt
    }
}
