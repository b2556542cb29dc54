import Lifecycle
import Proposals

/// What a plan is asked for: which lifecycle, from which version to which, and which states take the place of which.
package struct MigrationRequest: Sendable {
    package var lifecycle: String
    /// Only proposals that follow this version; nil is every earlier one.
    package var from: Int?
    /// Nil is the newest.
    package var to: Int?
    package var states: [String: String]
    package var after: String?
    package var limit: Int?

    package init(lifecycle: String, from: Int?, to: Int?, states: [String: String], after: String?, limit: Int?) {
        self.lifecycle = lifecycle
        self.from = from
        self.to = to
        self.states = states
        self.after = after
        self.limit = limit
    }
}

extension ForumQueries {
    /// MIGRATION: one row for each running proposal of earlier versions, in the order of refs: what would become of it, or why it stays.
    func migrationPlan(
        _ forum: String, _ asked: MigrationRequest, _ caller: Caller
    ) async throws(ServiceFailure) -> SeenMigrationPlan {
        let (reader, _) = try await records.readerContext(caller, forum)
        guard let settings = reader.registry.settings, Access.maySeeForum(caller, reader.registries, forum) else {
            throw ServiceFailure(.notFound, "there is no forum \"\(forum.prefix(64))\" that you can see")
        }
        guard reader.offices.contains(where: { $0.role == settings.accountRole }) else {
            throw Access.forbidden(
                .onlyAdministrators(may: AccessSentence.toPlanMigration), reader.registry, reader.now,
                isServersToo: false)
        }
        let (digest, target) = try self.target(of: asked, reader.registry)
        let limit = min(asked.limit ?? limits.pageLimit, limits.pageLimit)
        let query = ListQuery(
            forum: forum, visibility: .everything, isFinal: false, origin: Proposal.Origin.live.rawValue,
            after: asked.after, limit: limit)
        let page = try await storing { () throws(StoreError) in try await self.store.refs(query) }
        let (context, found) = try await records.context(caller, forum, refs: page)
        var lines: [PlannedMigration] = []
        for ref in page {
            guard let proposal = found[ref], proposal.lifecycle.id == asked.lifecycle,
                asked.from.map({ proposal.lifecycle.version == $0 }) ?? (proposal.lifecycle.version < target.version),
                let definition = context.registry.lifecycles[proposal.lifecycle.digest]
            else { continue }
            lines.append(
                PlannedMigration(
                    of: proposal, definition, to: target, digest: digest, states: asked.states, context.registry))
        }
        return SeenMigrationPlan(
            lines: lines, target: LifecycleReference(id: target.id, version: target.version, digest: digest),
            next: page.count == limit ? page.last : nil)
    }

    /// The version to go to, once everything that was asked for is known to be sensible.
    private func target(
        of asked: MigrationRequest, _ registry: Registry
    ) throws(ServiceFailure) -> (digest: String, LifecycleDefinition) {
        let versions = registry.lifecycles.values.filter { $0.id == asked.lifecycle }
        let newest = versions.map(\.version).max()
        guard let wanted = asked.to ?? newest,
            let (digest, target) = registry.lifecycles.first(where: {
                $0.value.id == asked.lifecycle && $0.value.version == wanted
            })
        else {
            let known = versions.map(\.version).sorted().map(String.init).joined(separator: ", ")
            throw ServiceFailure(
                .notFound,
                known.isEmpty
                    ? "\(asked.lifecycle.prefix(64)) is not loaded in \(registry.forum)"
                    : "version \(asked.to ?? 0) of \(asked.lifecycle) is not loaded in \(registry.forum); it has \(known)"
            )
        }
        if let from = asked.from {
            guard versions.contains(where: { $0.version == from }), from < wanted else {
                throw ServiceFailure.wrong("from", "version \(from) is not a loaded version before version \(wanted)")
            }
        }
        for state in asked.states.keys.sorted() {
            guard versions.contains(where: { $0.version < wanted && $0.state(state) != nil }) else {
                throw ServiceFailure.wrong(
                    "states", "no earlier version of \(asked.lifecycle) has a state \(state.prefix(64))")
            }
        }
        return (digest, target)
    }
}
