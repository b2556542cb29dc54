import CanonicalJSON
import Lifecycle
import Proposals

/// Authorization, in this one place: whether a login still holds, which offices it gives, what it may see.
enum Access {
    /// The role of the server's own registry whose holders administer it.
    static let administratorRole = "admin"

    /// Refuses a session whose token was revoked or has expired.
    static func check(
        _ session: Session, _ registries: [String: Registry], _ now: Instant
    ) throws(ServiceFailure) {
        if session == .server { return }
        guard let token = registries[session.forum]?.tokens[session.token] else {
            throw ServiceFailure(.badToken, "this token is not known")
        }
        guard !token.isRevoked else {
            throw ServiceFailure(.tokenRevoked, "this token was revoked; ask an administrator for a new one")
        }
        if let expires = token.expires, expires <= now {
            throw ServiceFailure(.tokenExpired, "this token expired at \(expires); ask an administrator for a new one")
        }
    }

    /// The offices that a session's account holds in a forum now.
    static func offices(
        _ session: Session, _ registries: [String: Registry], _ forum: String, _ now: Instant
    ) -> [Office] {
        guard session.forum == forum else { return [] }
        return registries[forum]?.accounts[session.account]?.offices(at: now) ?? []
    }

    static func isServerAdministrator(
        _ session: Session, _ registries: [String: Registry], _ now: Instant
    ) -> Bool {
        if session == .server { return true }
        guard session.forum == Registry.serverForum else { return false }
        return offices(session, registries, Registry.serverForum, now).contains { $0.role == administratorRole }
    }

    static func viewer(
        _ session: Session?, _ registries: [String: Registry], _ forum: String, _ now: Instant
    ) -> Viewer {
        guard let session else { return .outsider }
        let offices = offices(session, registries, forum, now)
        let settings = registries[forum]?.settings
        let reads = offices.contains { $0.role == settings?.auditRole || $0.role == settings?.accountRole }
        return Viewer(
            account: session.account, offices: offices,
            readsEverything: reads || isServerAdministrator(session, registries, now))
    }

    /// Whether a session belongs to a forum, or administers the server.
    static func maySeeForum(_ session: Session, _ registries: [String: Registry], _ forum: String) -> Bool {
        session == .server || session.forum == forum || session.forum == Registry.serverForum
    }
}

extension Session {
    /// The server itself: starts itself up, and makes passed deadlines visible.
    static let server = Session(account: "server", forum: Registry.serverForum, token: "")
}
