import CanonicalJSON
import CivilTime
import Proposals

/// Loads what a read needs, in one trip, from what is remembered and what was stored since; decides whether its reader may have it.
struct RecordReader: Sendable {
    let store: any RecordStore
    let memory: RecordMemory
    let forums: ForumDirectory
    let lookups: RecordLookups

    init(store: any RecordStore, memory: RecordMemory, forums: ForumDirectory) {
        self.store = store
        self.memory = memory
        self.forums = forums
        lookups = RecordLookups(store)
    }

    /// The database's time.
    func now() async throws(ServiceFailure) -> Instant {
        try await storing { () throws(StoreError) in try await self.lookups.load([]) }.now
    }

    /// Loads what a read needs in one trip: registries, and the events of proposals that are not known yet.
    func context(
        _ caller: Caller?, _ forum: String, refs: [String] = []
    ) async throws(ServiceFailure) -> (ReadContext, [String: Proposal]) {
        let names = [Registry.serverForum, forum] + (caller.map { [$0.forum] } ?? [])
        do {
            return try await load(caller, forum, Array(Set(names)), refs)
        } catch {
            // The database went back to before what is remembered: once more from the store alone.
            guard memory.forgetOutdated(error) else { throw ServiceFailure(error) }
            return try await storing { () throws(StoreError) in
                try await self.load(caller, forum, Array(Set(names)), refs, remembers: false)
            }
        }
    }

    private func load(
        _ caller: Caller?, _ forum: String, _ names: [String], _ refs: [String], remembers: Bool = true
    ) async throws(StoreError) -> (ReadContext, [String: Proposal]) {
        let knownRegistries = names.map { remembers ? memory.registries.known($0) : Registry(forum: $0) }
        let knownProposals = refs.map { remembers ? memory.proposals.known($0) : nil }
        let cursors =
            knownRegistries.map(\.cursor)
            + zip(refs, knownProposals).map {
                StreamCursor(forum: forum, stream: $0, after: $1?.version ?? 0, digest: $1?.lastDigest)
            }
        let loaded = try await lookups.load(cursors)
        var context = ReadContext(now: loaded.now, registries: [:], caller: caller, forum: forum)
        var found: [String: Proposal] = [:]
        context.registries = try registries(knownRegistries, loaded.events)
        for (index, ref) in refs.enumerated() {
            var proposal = knownProposals[index]
            for event in loaded.events[names.count + index] {
                proposal = try event.folded { (sealed) throws(EventError) in try Proposal.evolve(proposal, sealed) }
            }
            guard let proposal else { continue }
            memory.proposals.keep(proposal)
            found[ref] = proposal
        }
        return (context, found)
    }

    /// What was recorded in a forum after a position, and a context for whoever reads there: the registries and the time as they are with
    /// these events or after them. One trip.
    func recorded(
        _ forum: String, after position: Int64, limit: Int
    ) async throws(StoreError) -> (events: [StoredEvent], ReadContext) {
        let known = Set([Registry.serverForum, forum]).map(memory.registries.known)
        do {
            let (events, streams) = try await store.record(
                forum: forum, after: position, limit: limit, with: known.map(\.cursor))
            let registries = try registries(known, streams.events)
            return (events, ReadContext(now: streams.now, registries: registries, caller: nil, forum: forum))
        } catch {
            _ = memory.forgetOutdated(error)
            throw error
        }
    }

    /// Registries that were known, with what was stored since.
    private func registries(
        _ known: [Registry], _ stored: [[StoredEvent]]
    ) throws(StoreError) -> [String: Registry] {
        var registries: [String: Registry] = [:]
        for (registry, events) in zip(known, stored) {
            var registry = registry
            for event in events {
                try event.folded { (sealed) throws(EventError) in try registry.evolve(sealed) }
            }
            if registry.version > 0 { memory.registries.keep(registry) }
            registries[registry.forum] = registry
        }
        return registries
    }

    /// A read of somebody who is logged in, whose login must still hold, or of a stranger: nil.
    func readerContext(
        _ caller: Caller?, _ forum: String, refs: [String] = [], closed: ClosedForum = .isRefused
    ) async throws(ServiceFailure) -> (ReadContext, [String: Proposal]) {
        guard try await isThere(forum, caller) else {
            if let caller, memory.registries.known(caller.forum).hasEnded(caller.token) {
                throw Access.tokenRevoked
            }
            throw ServiceFailure(.notFound, "there is no forum \"\(forum.prefix(64))\" that you can see")
        }
        let (context, proposals) = try await context(caller, forum, refs: refs)
        if let caller { try Access.check(caller, context.registries, context.now) }
        try await checkOpen(context, closed)
        return (context, proposals)
    }

    /// A proposal with what its reader may see of it, or NOT_FOUND alike for what is not there and what may not be seen.
    func visible(
        _ ref: String, _ caller: Caller?, closed: ClosedForum = .isRefused
    ) async throws(ServiceFailure) -> VisibleProposal {
        let missing = ServiceFailure(.notFound, "there is no proposal \(ref.prefix(64)) that you can see")
        guard let forum = try await forum(ofRef: ref, caller) else { throw missing }
        let (context, found) = try await readerContext(caller, forum, refs: [ref], closed: closed)
        guard let proposal = found[ref],
            let definition = context.registry.lifecycles[proposal.lifecycle.digest]
        else { throw missing }
        let readAccess = proposal.readAccess(of: context.viewer, definition)
        guard readAccess != .nothing else { throw missing }
        return VisibleProposal(proposal: proposal, definition: definition, context: context, readAccess: readAccess)
    }

    /// The values behind every commitment in some JSON.
    func personal(_ values: [JSONValue]) async throws(ServiceFailure) -> [String: String] {
        let commitments = values.reduce(into: Set<String>()) { $0.formUnion(PersonalData.commitments(in: $1)) }
        guard !commitments.isEmpty else { return [:] }
        return try await storing { () throws(StoreError) in
            try await self.lookups.personalValues(Array(commitments))
        }
    }
}

extension Registry {
    /// Where reading its stream goes on after what is known of it.
    fileprivate var cursor: StreamCursor {
        StreamCursor(forum: forum, stream: Event.registryStream, after: version, digest: lastDigest)
    }
}
