import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals

/// What is refused to an account that does not hold the office for it.
enum AccessSentence: String, EngineSentence {
    static let room = "access"

    case neverAppointed = "{account} has no appointment yet; ask an administrator"
    case ended = "your appointment as {role} ended; ask an administrator"
    case endedAt = "your appointment as {role} ended at {moment}; ask an administrator"
    case endedOf = "your appointment as {role} of {whom} ended; ask an administrator"
    case endedOfAt = "your appointment as {role} of {whom} ended at {moment}; ask an administrator"
    case wholeRecord = "the whole record of {forum} is for its auditors and administrators"
    case refusals = "what was refused in {forum} is for its auditors and administrators"
    case audit = "an audit of {forum} is for its auditors and administrators"
    case listOfAccounts = "only those who manage or audit accounts may list them"
    case toPlanMigration = "plan a migration"
    case listOfPersonal = "only those who manage or audit accounts may list what is kept of somebody"
    case listOfIdentities = "only those who manage or audit accounts may list the identities of another account"
    case sessionsOfOthers = "only those who manage accounts may see and end the sessions of another account"
}

/// Authorization, in this one place: whether a login still holds, which offices it gives, what it may see.
enum Access {
    /// The role of the server's own registry whose holders administer it.
    static let administratorRole = "admin"

    /// Refuses a caller whose token was revoked or has expired, whose link to an identity provider or a certificate was ended, or whose
    /// certificate has. A login without a token ends with the last appointment too: nothing else could be revoked of a system user's.
    static func check(
        _ caller: Caller, _ registries: [String: Registry], _ now: Instant
    ) throws(ServiceFailure) {
        if caller == .server { return }
        if let user = caller.systemUser {
            guard registries[caller.forum]?.accounts[caller.account] != nil else {
                throw ServiceFailure(
                    .unknownPeer,
                    "the settings give the system user \(user) the account \(caller.account), which does not exist")
            }
            return try checkNotEnded(caller, registries, now)
        }
        let registry = registries[caller.forum]
        guard let identity = registry?.identities[caller.token] else {
            return try check(registry?.tokens[caller.token], now)
        }
        guard !identity.isEnded else { throw identityEnded }
        if let end = caller.certificateEnd, end <= now {
            throw ServiceFailure(.tokenExpired, "the certificate of this login ended at \(end); get a new one")
        }
        try checkNotEnded(caller, registries, now)
    }

    /// Refuses a token that is unknown, was revoked or has expired.
    static func check(_ token: TokenRecord?, _ now: Instant) throws(ServiceFailure) {
        guard let token else { throw ServiceFailure(.badToken, "this token is not known") }
        guard !token.isRevoked else { throw tokenRevoked }
        if let expires = token.expires, expires <= now {
            throw ServiceFailure(.tokenExpired, "this token expired at \(expires); ask an administrator for a new one")
        }
    }

    static let tokenRevoked = ServiceFailure(
        .tokenRevoked, "this token was revoked; ask an administrator for a new one")

    static let identityEnded = ServiceFailure(
        .tokenRevoked, "the link of your account to this login was ended; ask an administrator")

    /// The offices that a caller's account holds in a forum now.
    static func offices(
        _ caller: Caller, _ registries: [String: Registry], _ forum: String, _ now: Instant
    ) -> [Office] {
        guard caller.forum == forum else { return [] }
        return registries[forum]?.accounts[caller.account]?.offices(at: now) ?? []
    }

    /// Refuses an account of the forum that holds no office any more, and says since when.
    static func checkStanding(
        _ caller: Caller, _ registries: [String: Registry], _ forum: String, _ now: Instant
    ) throws(ServiceFailure) {
        guard caller != .server, caller.forum == forum, offices(caller, registries, forum, now).isEmpty else { return }
        let appointments = registries[forum]?.accounts[caller.account]?.appointments ?? []
        guard let last = appointments.filter({ $0.from <= now }).max(by: { $0.number < $1.number }) else {
            throw forbidden(
                Reason(AccessSentence.neverAppointed, ["account": .text(caller.account)]), registries[forum], now)
        }
        throw forbidden(ended(last), registries[forum], now)
    }

    /// Refuses a browser's session, or a login without a token, to an account that held offices, holds none now and will hold none, and says since when.
    static func checkNotEnded(
        _ caller: Caller, _ registries: [String: Registry], _ now: Instant
    ) throws(ServiceFailure) {
        let appointments = registries[caller.forum]?.accounts[caller.account]?.appointments ?? []
        guard appointments.contains(where: \.isEverHeld),
            appointments.allSatisfy({ $0.until.map { $0 <= now } ?? false })
        else { return }
        try checkStanding(caller, registries, caller.forum, now)
    }

    private static func ended(_ appointment: Appointment) -> Reason {
        var values: [String: Reason.Value] = ["role": .text(appointment.office.role)]
        values["whom"] = (appointment.office.partner ?? appointment.office.group).map { .text($0) }
        values["moment"] = appointment.until.map { "\($0)" }
        let says: AccessSentence =
            switch (values["whom"], values["moment"]) {
            case (nil, nil): .ended
            case (nil, .some): .endedAt
            case (.some, nil): .endedOf
            case (.some, .some): .endedOfAt
            }
        return Reason(says, values)
    }

    /// A refusal that the forum's administrators can help with, or whoever else holds one of these roles: it names them. Where nobody
    /// in the forum is one, the server's can help, unless what was asked is not theirs.
    static func forbidden(
        _ reason: Reason, _ registry: Registry?, _ now: Instant, others: [String] = [], isServersToo: Bool = true
    ) -> ServiceFailure {
        let registry = registry ?? Registry(forum: "")
        let roles = [registry.settings?.accountRole].compactMap(\.self) + others
        return ServiceFailure(
            .forbidden(reason, who: roles.map { Capable(role: $0) }),
            OfficeHolders(registry, at: now, isServersToo: isServersToo))
    }

    static func isServerAdministrator(
        _ caller: Caller, _ registries: [String: Registry], _ now: Instant
    ) -> Bool {
        if caller == .server { return true }
        guard caller.forum == Registry.serverForum else { return false }
        return offices(caller, registries, Registry.serverForum, now).contains { $0.role == administratorRole }
    }

    static func viewer(
        _ caller: Caller?, _ registries: [String: Registry], _ forum: String, _ now: Instant
    ) -> Viewer {
        guard let caller else { return .outsider }
        let offices = offices(caller, registries, forum, now)
        let settings = registries[forum]?.settings
        let reads = offices.contains { $0.role == settings?.auditRole || $0.role == settings?.accountRole }
        return Viewer(
            account: caller.account, offices: offices,
            readsEverything: reads || isServerAdministrator(caller, registries, now))
    }

    /// Whether a caller belongs to a forum, or administers the server.
    static func maySeeForum(_ caller: Caller, _ registries: [String: Registry], _ forum: String) -> Bool {
        caller == .server || caller.forum == forum || caller.forum == Registry.serverForum
    }
}

extension Caller {
    /// The server itself: starts itself up, and makes passed deadlines visible.
    static let server = Caller(account: "server", forum: Registry.serverForum, token: "")
}
