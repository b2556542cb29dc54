import Lifecycle
import Proposals

extension BrowserSessions {
    /// How many sessions are listed.
    static let mostListed = 100

    /// The open sessions of an account, the last used first, or the one that is called so: for its holder, and for whoever keeps the accounts of
    /// its forum.
    ///
    /// - Parameters:
    ///   - account: nil for the account of the session that asks.
    ///   - secret: of the session that asks.
    func listed(
        _ id: String?, of account: String?, for secret: String
    ) async throws(ServiceFailure) -> [SeenSession] {
        let (account, context) = try await owner(account, for: secret)
        let own = SessionSecret.hash(of: secret)
        return try await open(id, of: account, context).map { row in
            SeenSession(
                id: SessionSecret.name(ofHash: row.hash), openedAt: row.openedAt, usedAt: row.usedAt,
                issuer: context.registry.identities[row.token]?.issuer, isOwn: row.hash == own)
        }
    }

    /// Ends a session of an account by what it is called, or all of them but the one that asks, listed or not; answers how many of them were
    /// open.
    func end(_ id: String?, of account: String?, for secret: String) async throws(ServiceFailure) -> Int {
        let (account, context) = try await owner(account, for: secret)
        guard let id else {
            let logins = BrowserSessions.logins(of: account, context)
            return try await storing { () throws(StoreError) in
                try await store.endSessions(
                    of: account, by: logins, but: SessionSecret.hash(of: secret), limits: limits)
            }
        }
        guard let ending = try await open(id, of: account, context).first else { return 0 }
        try await storing { () throws(StoreError) in try await store.endSession(hash: ending.hash) }
        return 1
    }

    /// The sessions that are open, as many as are listed, or the one that is called so.
    private func open(
        _ id: String?, of account: String, _ context: ReadContext
    ) async throws(ServiceFailure) -> [KeptSession] {
        let logins = BrowserSessions.logins(of: account, context)
        let rows = try await storing { () throws(StoreError) in
            try await store.sessions(
                of: account, by: logins, most: id == nil ? BrowserSessions.mostListed : nil, limits: limits)
        }
        return rows.filter { row in id.map { $0 == SessionSecret.name(ofHash: row.hash) } ?? true }
    }

    /// The tokens and links of an account that let somebody in. What ended with its token, its link or the last office of its account is no
    /// session any more, though nobody has clicked there since.
    private static func logins(of account: String, _ context: ReadContext) -> [String] {
        let registry = context.registry
        // What is checked of the account is the same whatever the login.
        let anyLogin = Caller(account: account, forum: context.forum, token: "")
        guard (try? Access.checkNotEnded(anyLogin, context.registries, context.now)) != nil else { return [] }
        let tokens = registry.tokens.values.filter {
            $0.account == account && (try? Access.check($0, context.now)) != nil
        }
        let links = registry.identities.values.filter { $0.account == account && !$0.isEnded }
        return tokens.map(\.id) + links.map(\.id)
    }

    /// The account whose sessions the caller may see and end, in the registry of its forum.
    private func owner(
        _ account: String?, for secret: String
    ) async throws(ServiceFailure) -> (account: String, context: ReadContext) {
        guard let caller = try await resume(secret, isUse: false)?.caller else {
            throw ServiceFailure(.notLoggedIn, "the session has ended")
        }
        guard let account, account != caller.account else {
            return (caller.account, try await logins.records.context(nil, caller.forum).0)
        }
        let forum = account.split(separator: "/", maxSplits: 1).first.map(String.init) ?? account
        let (context, _) = try await logins.records.readerContext(caller, forum, closed: .isRead)
        guard Access.maySeeForum(caller, context.registries, forum) else {
            throw ServiceFailure(.notFound, "there is no forum \"\(forum.prefix(64))\" that you can see")
        }
        let isKeeper = context.offices.contains { $0.role == context.registry.settings?.accountRole }
        guard isKeeper || Access.isServerAdministrator(caller, context.registries, context.now) else {
            throw Access.forbidden(Reason(AccessSentence.sessionsOfOthers), context.registry, context.now)
        }
        guard context.registry.accounts[account] != nil else {
            throw ServiceFailure(.notFound, "there is no account \(account.prefix(128))")
        }
        return (account, context)
    }
}
