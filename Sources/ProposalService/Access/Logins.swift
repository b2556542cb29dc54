import CivilTime
import Lifecycle
import Proposals

/// Who logs in, and who is there first.
struct Logins: Sendable {
    let records: RecordReader
    let queues: WriteQueues
    private var store: any RecordStore { records.store }

    /// Logs in by a token; answers who that is.
    func authenticate(token text: String) async throws(ServiceFailure) -> (Caller, SeenLogin) {
        let hash = TokenSecret.hash(of: text)
        guard let row = try await storing({ () throws(StoreError) in try await self.store.token(hash: hash) }) else {
            throw ServiceFailure(.badToken, "this token is not known")
        }
        // The record names the token that was issued by a digest of its hash: a row put beside the record opens nothing.
        guard row.token == TokenSecret.id(ofHash: hash) else {
            throw ServiceFailure(.badToken, "this token is not known")
        }
        let caller = Caller(account: row.account, forum: row.forum, token: row.token)
        return (caller, try await seen(caller))
    }

    /// What a caller is told of its login, where that still holds.
    ///
    /// - Parameter isSession: whether it is a browser's, and so ends with the last appointment, whatever it was opened by.
    func seen(_ caller: Caller, isSession: Bool = false) async throws(ServiceFailure) -> SeenLogin {
        let (context, _) = try await records.readerContext(caller, caller.forum, closed: .isRead)
        if isSession { try Access.checkNotEnded(caller, context.registries, context.now) }
        let account = context.registry.accounts[caller.account]
        return SeenLogin(
            expires: context.registry.tokens[caller.token]?.expires ?? caller.certificateEnd,
            appointments: (account?.appointments ?? []).filter { $0.isHeld(at: context.now) },
            isAdministrator: Access.isServerAdministrator(caller, context.registries, context.now))
    }

    /// Opens the server's own registry with its first administrator, where there is none yet, and goes on where that was interrupted.
    ///
    /// - Parameter again: issues another token where the server was opened and nobody has done anything with the first: no account and no
    ///   forum was made.
    /// - Returns: the administrator's token, shown this once; nil where the server was opened before, and where it was restored and its
    ///   record takes no more writes.
    func bootstrap(again: Bool = false) async throws(ServiceFailure) -> String? {
        let (context, _) = try await records.context(nil, Registry.serverForum)
        let registry = context.registry
        let account = "\(Registry.serverForum)/admin"
        var issuer = Caller.server
        let issued = registry.tokens.values.filter { $0.account == account }
        if !issued.isEmpty {
            guard again, registry.accounts.values.count == 1, let first = issued.first(where: { !$0.isRevoked }) else {
                return nil
            }
            let forums = try await storing { () throws(StoreError) in try await self.store.forums() }
            guard forums.count == 1 else { return nil }
            // From then on the administrator acts, not the server.
            issuer = Caller(account: account, forum: Registry.serverForum, token: first.id)
        }
        let settings = ForumSettings(
            name: "The server itself", refPrefix: "SERVER", meetingRole: Access.administratorRole,
            accountRole: Access.administratorRole, auditRole: "auditor")
        let admin = AppointmentCommand(office: Office(role: Access.administratorRole))
        if registry.version == 0 { try await started(.command(.setForum(settings))) }
        if registry.accounts[account] == nil {
            try await started(.openAccount(name: nil, slug: "admin", appointments: [admin]))
        }
        let answer: WriteAnswer?
        do {
            answer = try await started(.issueToken(account: account, expires: nil), by: issuer)
        } catch {
            guard !issued.isEmpty, error.code == .recordDiverged else { throw error }
            return nil
        }
        guard case .registry(_, .token(_, _, let secret, _)) = answer else {
            throw ServiceFailure(.internalError, "no token was issued")
        }
        return secret
    }

    @discardableResult
    private func started(
        _ work: RegistryWork, by caller: Caller = .server
    ) async throws(ServiceFailure) -> WriteAnswer? {
        let promise = await queues.submit(
            WriteRequest(work: .registry(forum: Registry.serverForum, work), body: []), caller)
        switch await promise.value {
        case .success(let done): return done.answer
        case .failure(let failure): throw failure
        }
    }
}
