package import CanonicalJSON
import Lifecycle
import Proposals

extension ProposalService {
    /// Logs in by a token; answers who that is.
    package func authenticate(token text: String) async throws(ServiceFailure) -> (Caller, JSONObject) {
        let hash = TokenSecret.hash(of: text)
        guard let row = try await storing({ () throws(StoreError) in try await self.store.token(hash: hash) }) else {
            throw ServiceFailure(.badToken, "this token is not known")
        }
        // The record names the token that was issued by a digest of its hash: a row put beside the record opens nothing.
        guard row.token == TokenSecret.id(ofHash: hash) else {
            throw ServiceFailure(.badToken, "this token is not known")
        }
        let caller = Caller(account: row.account, forum: row.forum, token: row.token)
        let (context, _) = try await readerContext(caller, row.forum, closed: .isRead)
        let account = context.registry.accounts[row.account]
        let expires = context.registry.tokens[row.token]?.expires
        return (
            caller,
            [
                "account": .string(row.account), "forum": .string(row.forum), "token": .string(row.token),
                "expires": .optional(expires?.description),
                "appointments": .array(
                    (account?.appointments ?? []).filter { $0.isHeld(at: context.now) }.map { .object($0.json) }),
                "administrator": .bool(Access.isServerAdministrator(caller, context.registries, context.now)),
            ]
        )
    }

    /// Opens the server's own registry with its first administrator, where there is none yet.
    /// - Returns: the administrator's token, shown this once; nil where the server was opened before.
    package func bootstrap() async throws(ServiceFailure) -> String? {
        let (context, _) = try await context(nil, Registry.serverForum)
        guard context.registry.version == 0 else { return nil }
        let settings = ForumSettings(
            name: "The server itself", refPrefix: "SERVER", meetingRole: Access.administratorRole,
            accountRole: Access.administratorRole, auditRole: "auditor")
        let admin = AppointmentCommand(office: Office(role: Access.administratorRole))
        try await started(.command(.setForum(settings)))
        try await started(.openAccount(name: nil, slug: "admin", appointments: [admin]))
        let answer = try await started(.issueToken(account: "\(Registry.serverForum)/admin", expires: nil))
        return answer["token"]?.string
    }

    @discardableResult
    private func started(_ work: RegistryWork) async throws(ServiceFailure) -> JSONObject {
        let promise = await submit(
            WriteRequest(work: .registry(forum: Registry.serverForum, work), body: []), .server)
        switch await promise.value {
        case .success(let answer): return answer.object
        case .failure(let failure): throw failure
        }
    }

    /// Listens for what other servers commit, makes passed deadlines visible and has the records signed, until cancelled.
    package func run(sleep: @escaping @Sendable (Duration) async throws -> Void) async {
        forums.follow(true)
        defer { forums.follow(false) }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                for await forum in store.wakeups() {
                    wakeups.wake(forum)
                    if !forums.knows(forum) { _ = try? await forums.refresh() }
                }
            }
            group.addTask { [self] in
                while !Task.isCancelled {
                    await signAll()
                    do { try await sleep(configuration.pollInterval) } catch { return }
                }
            }
            group.addTask { [self] in
                while !Task.isCancelled {
                    do { try await sleep(configuration.pollInterval) } catch { return }
                    wakeups.wakeAll()
                    await notePassedDeadlines()
                }
            }
        }
    }

    /// Makes deadlines that passed, and what silence then means, visible as events. A read sees a passed deadline without it.
    package func notePassedDeadlines() async {
        guard let rows = try? await forums.refresh(), let now = try? await now() else { return }
        for row in rows where row.forum != Registry.serverForum && !row.isClosed {
            let refs = (try? await store.passedDeadlines(forum: row.forum, now: now, limit: 100)) ?? []
            for ref in refs {
                let promise = await submit(WriteRequest(work: .act(ref: ref, .noteDeadline), body: []), .server)
                _ = await promise.value
            }
        }
    }
}
