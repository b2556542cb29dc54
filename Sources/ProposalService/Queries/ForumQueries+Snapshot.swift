import CanonicalJSON
package import CivilTime
package import Proposals

/// What a reader's view is made from, and the forum's settings as they are now.
package struct ReaderSnapshot: Sendable {
    package var settings: ForumSettings
    /// The database's time, whatever moment the snapshot is of.
    package var now: Instant
    package var snapshot: ForumSnapshot
}

/// What a snapshot holds besides the forum and its reader.
package struct SnapshotScope: Sendable {
    /// Which proposals are needed, of those that the reader may list; nil where none is. Of a past moment all are looked at, for nobody
    /// knows where they stood then before they are folded.
    package var proposals: Choice? = Choice()
    /// The values behind commitments of contact points, for who is of the forum.
    package var contacts = false

    package init() {}

    /// What holds of each proposal that is needed: a look at the rows, which may let through more.
    package struct Choice: Sendable {
        package var states: [String]?
        package var notStates: [String] = []
        package var facts: [String] = []
        package var track: String?
        package var origin: String?

        package init() {}
    }
}

extension ForumQueries {
    /// How many streams are read in one trip.
    private static let streamsInATrip = 500

    /// A forum as the reader may see it, now or as it was recorded at a moment: exactly the proposals that LIST shows and SHOW opens.
    ///
    /// `scope` is asked with the forum's settings, and whether the reader is of the forum. A stranger is no caller.
    func snapshot(
        _ forum: String, at: Instant? = nil, _ caller: Caller?,
        scope choose: (ForumSettings, _ isOfForum: Bool) throws(ServiceFailure) -> SnapshotScope
    ) async throws(ServiceFailure) -> ReaderSnapshot {
        let (context, _) = try await records.readerContext(caller, forum)
        let missing = ServiceFailure(.notFound, "there is no forum \"\(forum.prefix(64))\" that you can see")
        guard let settings = context.registry.settings, forum != Registry.serverForum else { throw missing }
        // The end of today, as somebody who gives a day means it, is now.
        let at = at.flatMap { $0 > context.now && $0.date == context.now.date ? nil : $0 }
        if let at, at > context.now {
            throw ServiceFailure.wrong("at", "\(at) is still to come; it is \(context.now)")
        }
        let isOfForum = context.viewer.readsEverything || !context.viewer.offices.isEmpty
        // A forum is known to outsiders by a list that it made public, or by what it published; any other is as none.
        let isKnown = isOfForum || settings.views.contains { $0["public"]?.bool == true }
        if !isKnown, try await !records.maySeeForum(context) { throw missing }
        let scope = try choose(settings, isOfForum)
        var refs: [String] = []
        if let choice = scope.proposals {
            refs = try await self.refs(forum, context.viewer, at == nil ? choice : SnapshotScope.Choice())
        }
        var snapshot = ForumSnapshot(
            registry: context.registry, now: at ?? context.now, viewer: context.viewer, proposals: [])
        for start in stride(from: 0, to: refs.count, by: ForumQueries.streamsInATrip) {
            let part = Array(refs[start..<min(start + ForumQueries.streamsInATrip, refs.count)])
            snapshot.proposals += try await seen(part, at, context)
        }
        if let at { snapshot.registry = try await registry(forum, at: at) }
        if scope.contacts, snapshot.isOfForum {
            let held = snapshot.registry.contacts.flatMap {
                [$0.nameCommitment, $0.addressCommitment].compactMap { $0 }
            }
            snapshot.personal = try await records.personal([.strings(held)])
        }
        return ReaderSnapshot(settings: settings, now: context.now, snapshot: snapshot)
    }

    /// The refs of the proposals that the reader may list, of those that are needed.
    private func refs(
        _ forum: String, _ viewer: Viewer, _ choice: SnapshotScope.Choice
    ) async throws(ServiceFailure) -> [String] {
        var query = ListQuery(forum: forum, visibility: ListQuery.Visibility(viewer))
        query.states = choice.states
        query.notStates = choice.notStates
        query.facts = choice.facts
        query.track = choice.track
        query.origin = choice.origin
        return try await records.allRefs(query)
    }

    /// Some proposals with what the reader may see of them; at a past moment, those that were there already, folded to it.
    private func seen(
        _ refs: [String], _ at: Instant?, _ reader: ReadContext
    ) async throws(ServiceFailure) -> [SeenProposal] {
        let (context, found) = try await records.context(reader.caller, reader.forum, refs: refs)
        var seen: [SeenProposal] = []
        for ref in refs {
            guard let proposal = found[ref], let definition = context.registry.lifecycles[proposal.lifecycle.digest]
            else { continue }
            let readAccess = proposal.readAccess(of: context.viewer, definition)
            if readAccess != .nothing { seen.append(SeenProposal(proposal, definition, readAccess)) }
        }
        guard let at else { return seen }
        let changed = seen.filter { $0.proposal.recordedAt > at }.map(\.proposal.ref)
        guard !changed.isEmpty else { return seen }
        let cursors = changed.map { StreamCursor(forum: reader.forum, stream: $0, after: 0) }
        let loaded = try await storing { () throws(StoreError) in try await self.store.load(cursors) }
        var past: [String: Proposal] = [:]
        for (ref, events) in zip(changed, loaded.events) {
            let until = events.map(\.sealed).prefix { $0.event.recordedAt <= at }
            guard !until.isEmpty else { continue }
            do { past[ref] = try Proposal.replay(until) } catch {
                throw ServiceFailure(.internalError, "the history of \(ref) does not fold: \(error)")
            }
        }
        return seen.compactMap { present in
            guard present.proposal.recordedAt > at else { return present }
            return past[present.proposal.ref].map { proposal in
                SeenProposal(
                    proposal, context.registry.lifecycles[proposal.lifecycle.digest] ?? present.definition,
                    present.readAccess)
            }
        }
    }

    /// A forum's registry as it was recorded at a moment.
    private func registry(_ forum: String, at: Instant) async throws(ServiceFailure) -> Registry {
        let cursor = StreamCursor(forum: forum, stream: Event.registryStream, after: 0)
        let loaded = try await storing { () throws(StoreError) in try await self.store.load([cursor]) }
        var registry = Registry(forum: forum)
        do {
            for event in loaded.events.first ?? [] where event.sealed.event.recordedAt <= at {
                try registry.evolve(event.sealed)
            }
        } catch {
            throw ServiceFailure(.internalError, "the registry of \(forum) does not fold: \(error)")
        }
        return registry
    }
}
