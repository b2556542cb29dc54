import Lifecycle
import Proposals

extension BrowserSessions {
    /// The open sessions of an account, the last used first: for its holder, and for whoever keeps the accounts of its forum.
    ///
    /// - Parameters:
    ///   - account: nil for the account of the session that asks.
    ///   - secret: of the session that asks.
    func listed(of account: String?, for secret: String) async throws(ServiceFailure) -> [SeenSession] {
        try await kept(of: account, for: secret).map(\.seen)
    }

    /// Ends a session of an account by what it is called, or all of them but the one that asks; answers how many ended.
    func end(_ id: String?, of account: String?, for secret: String) async throws(ServiceFailure) -> Int {
        let ending = try await kept(of: account, for: secret).filter { one in
            id.map { one.seen.id == $0 } ?? !one.seen.isOwn
        }
        try await storing { () throws(StoreError) in try await store.endSessions(hashes: ending.map(\.hash)) }
        return ending.count
    }

    private func kept(
        of account: String?, for secret: String
    ) async throws(ServiceFailure) -> [(hash: [UInt8], seen: SeenSession)] {
        guard let caller = try await resume(secret, isUse: false)?.caller else {
            throw ServiceFailure(.notLoggedIn, "the session has ended")
        }
        let account = account ?? caller.account
        let registry = try await registry(of: account, caller)
        let own = SessionSecret.hash(of: secret)
        let rows = try await storing { () throws(StoreError) in
            try await store.sessions(of: account, limits: limits)
        }
        return rows.compactMap { row in
            let link = registry.identities[row.token]
            // What ended with its token or its link is no session any more, though nobody has clicked there since.
            guard link.map({ !$0.isEnded }) ?? registry.tokens[row.token].map({ !$0.isRevoked }) ?? false else {
                return nil
            }
            return (
                row.hash,
                SeenSession(
                    id: SessionSecret.name(ofHash: row.hash), openedAt: row.openedAt, usedAt: row.usedAt,
                    issuer: link?.issuer, isOwn: row.hash == own)
            )
        }
    }

    /// The registry of an account whose sessions the caller may see and end.
    private func registry(of account: String, _ caller: Caller) async throws(ServiceFailure) -> Registry {
        guard account != caller.account else {
            return try await logins.records.context(nil, caller.forum).0.registry
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
        return context.registry
    }
}
