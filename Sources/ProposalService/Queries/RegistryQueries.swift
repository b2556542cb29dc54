import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals

/// What is told of a forum's registry: its settings, partners, meetings, lifecycles, accounts and keys.
struct RegistryQueries: Sendable {
    let records: RecordReader
    let limits: ServiceConfiguration

    /// A registry that the caller may read: its own forum's, any for an administrator of the server.
    func registry(
        _ forum: String, _ caller: Caller, closed: ClosedForum = .isRefused
    ) async throws(ServiceFailure) -> ReadContext {
        let (context, _) = try await records.readerContext(caller, forum, closed: closed)
        let isMember = !context.offices.isEmpty || context.viewer.readsEverything
        guard context.registry.settings != nil, isMember else { throw RegistryQueries.missing(forum) }
        return context
    }

    private static func missing(_ forum: String) -> ServiceFailure {
        ServiceFailure(.notFound, "there is no forum \"\(forum.prefix(64))\" that you can see")
    }

    /// FORUMS: the forums that the caller may see, and of others that have published something their names. Trials that were closed
    /// stand among them only where they are asked for, and for who audits or administers them.
    func forums(
        _ caller: Caller?, includesClosed: Bool = false
    ) async throws(ServiceFailure) -> [SeenForum] {
        let rows = try await storing { () throws(StoreError) in try await self.records.forums.refresh() }
        var seen: [SeenForum] = []
        for row in rows where row.forum != Registry.serverForum && (includesClosed || !row.isClosed) {
            let (context, _) = try await records.readerContext(caller, row.forum, closed: .isRead)
            guard let settings = context.registry.settings else { continue }
            if settings.closed != nil, !(includesClosed && context.viewer.readsEverything) { continue }
            if !context.offices.isEmpty || context.viewer.readsEverything {
                seen.append(SeenForum(context, settings, isWhole: true))
            } else if try await records.maySeeForum(context) {
                seen.append(SeenForum(context, settings, isWhole: false))
            }
        }
        return seen
    }

    /// FORUM: one forum's settings.
    func forum(_ forum: String, _ caller: Caller) async throws(ServiceFailure) -> SeenForum {
        let context = try await registry(forum, caller)
        guard let settings = context.registry.settings else { throw RegistryQueries.missing(forum) }
        return SeenForum(context, settings, isWhole: true)
    }

    /// PARTNERS: the members on a day, or everybody who ever was one.
    func partners(
        _ forum: String, on day: CivilDate?, _ caller: Caller
    ) async throws(ServiceFailure) -> [Partner] {
        let context = try await registry(forum, caller)
        return day.map { context.registry.members(on: $0) }
            ?? context.registry.partnerOrder.compactMap { context.registry.partners[$0] }
    }

    /// PARTNER: one of them.
    func partner(_ id: String, _ forum: String, _ caller: Caller) async throws(ServiceFailure) -> Partner {
        let context = try await registry(forum, caller)
        guard let partner = context.registry.partners[id] else {
            throw ServiceFailure(.notFound, "\(id.prefix(64)) is not a partner of \(forum)")
        }
        return partner
    }

    /// MEETINGS: by kind and days, in the order of their days, a page at a time.
    func meetings(
        _ forum: String, kind: String?, from: CivilDate?, to: CivilDate?, after: String? = nil, limit: Int? = nil,
        _ caller: Caller
    ) async throws(ServiceFailure) -> SeenPage<Meeting> {
        let context = try await registry(forum, caller)
        var meetings = context.registry.meetings.values.filter { meeting in
            (kind == nil || meeting.kind == kind) && (from.map { meeting.ends >= $0 } ?? true)
                && (to.map { meeting.starts <= $0 } ?? true)
        }.sorted { ($0.starts, $0.id) < ($1.starts, $1.id) }
        if let after, let last = context.registry.meetings[after] {
            meetings.removeAll { ($0.starts, $0.id) <= (last.starts, last.id) }
        }
        return SeenPage(of: meetings, limit: min(limit ?? limits.pageLimit, limits.pageLimit), next: \.id)
    }

    /// MEETING: one of them.
    func meeting(_ id: String, _ forum: String, _ caller: Caller) async throws(ServiceFailure) -> Meeting {
        let context = try await registry(forum, caller)
        guard let meeting = context.registry.meetings[id] else {
            throw ServiceFailure(.notFound, "\(id.prefix(64)) is not a meeting of \(forum)")
        }
        return meeting
    }

    /// LIFECYCLE: a definition with its digest; the newest version unless one is named.
    func lifecycle(
        _ id: String?, version: Int?, _ forum: String, _ caller: Caller
    ) async throws(ServiceFailure) -> SeenLifecycle {
        let context = try await registry(forum, caller)
        let current = context.registry.currentLifecycles
        guard let name = id ?? (current.count == 1 ? current.keys.first : nil) else {
            return .several(current.keys.sorted())
        }
        let found = context.registry.lifecycles.first { digest, definition in
            definition.id == name && (version.map { definition.version == $0 } ?? (current[name] == digest))
        }
        guard let (digest, definition) = found else {
            let versions = context.registry.lifecycles.values.filter { $0.id == name }.map(\.version).sorted()
            if let version, !versions.isEmpty {
                throw ServiceFailure(
                    .notFound,
                    "\(name) has no version \(version) in \(forum); it has "
                        + versions.map(String.init).joined(separator: ", "),
                    details: ["versions": .array(versions.map { .integer(Int64($0)) })])
            }
            throw ServiceFailure(
                .notFound,
                "\(name.prefix(64)) is not loaded in \(forum); "
                    + (current.isEmpty
                        ? "no lifecycle is" : "it has \(current.keys.sorted().joined(separator: ", "))"))
        }
        return .one(definition, digest: digest)
    }

    /// ACCOUNTS: for those who manage or audit them.
    func accounts(
        _ forum: String, after: String?, limit: Int?, _ caller: Caller
    ) async throws(ServiceFailure) -> SeenPage<SeenAccount> {
        let (context, _) = try await records.readerContext(caller, forum)
        guard context.registry.settings != nil, context.viewer.readsEverything else {
            guard context.registry.settings != nil, !context.offices.isEmpty else {
                throw RegistryQueries.missing(forum)
            }
            throw context.forbidden(Reason(AccessSentence.listOfAccounts))
        }
        let registry = context.registry
        let all = registry.accounts.values.sorted { $0.id < $1.id }.filter { after == nil || $0.id > (after ?? "") }
        let page = SeenPage(of: all, limit: min(limit ?? limits.pageLimit, limits.pageLimit), next: \.id)
        let names = try await records.personal(page.items.compactMap { $0.nameCommitment.map { .string($0) } })
        return page.mapped { account in
            SeenAccount(
                account: account, name: account.nameCommitment.map { names[$0] ?? "erased" },
                tokens: registry.tokens.values.filter { $0.account == account.id }.sorted { $0.id < $1.id })
        }
    }
}

extension SeenForum {
    fileprivate init(_ context: ReadContext, _ settings: ForumSettings, isWhole: Bool) {
        self.init(
            forum: context.forum, settings: settings, registry: isWhole ? context.registry : nil,
            partners: context.registry.members(on: context.now.date).count)
    }
}
