import CanonicalJSON
import CivilTime
import Proposals

/// What is told of one proposal: as it stands, its history, its rounds, what can be done with it, its documents.
struct ProposalQueries: Sendable {
    let records: RecordReader
    let limits: ServiceConfiguration
    var store: any RecordStore { records.store }

    /// SHOW: a proposal as it stands, as far as the reader may see it; a stranger, who is no caller, what was published.
    func show(_ ref: String, _ caller: Caller?) async throws(ServiceFailure) -> SeenRecord {
        let visible = try await records.visible(ref, caller)
        let personal =
            visible.readAccess == .everything
            ? try await records.personal([.object(visible.proposal.fields)]) : [:]
        return SeenRecord(visible, personal: personal, now: visible.context.now)
    }

    /// HISTORY: the events of a proposal in order, a page at a time, and the proposal as SHOW answers it now.
    func history(
        _ ref: String, after: Int = 0, limit: Int? = nil, _ caller: Caller
    ) async throws(ServiceFailure) -> SeenHistory {
        let visible = try await visibleHistory(ref, caller, closed: .isReadByAuditors)
        let limit = min(max(limit ?? limits.pageLimit, 1), limits.pageLimit)
        let cursor = StreamCursor(forum: visible.proposal.forum, stream: visible.proposal.ref, after: after)
        let events = try await storing { () throws(StoreError) in
            try await self.store.stream(cursor, limit: limit + 1)
        }
        let page = events.prefix(limit)
        var history = try await history(Array(page), visible)
        if events.count > limit { history.next = page.last?.sealed.event.version }
        return history
    }

    /// REPLAY: a proposal as it was at a version or at a moment.
    func replay(
        _ ref: String, version: Int?, at: Instant?, _ caller: Caller
    ) async throws(ServiceFailure) -> SeenHistory {
        guard (version == nil) != (at == nil) else {
            throw ServiceFailure(.badField, "give either version= or at=", details: ["field": "version"])
        }
        let visible = try await visibleHistory(ref, caller)
        let versions = 1...max(1, visible.proposal.version)
        if let version, !versions.contains(version) {
            throw ServiceFailure(
                .notFound,
                versions.count == 1
                    ? "\(ref) has no version \(version); it has version 1 only"
                    : "\(ref) has no version \(version); it has versions 1 to \(versions.upperBound)",
                details: ["versions": .array([1, .integer(Int64(versions.upperBound))])])
        }
        let cursor = StreamCursor(forum: visible.proposal.forum, stream: visible.proposal.ref, after: 0)
        let loaded = try await storing { () throws(StoreError) in
            try await self.store.stream(cursor, limit: version ?? .max)
        }
        let events = loaded.prefix { stored in at.map { stored.sealed.event.recordedAt <= $0 } ?? true }
        guard !events.isEmpty else {
            throw ServiceFailure(.notFound, "\(ref) has no event that early; it begins at \(visible.proposal.openedAt)")
        }
        var past = visible
        past.proposal = try await storing { () throws(StoreError) in
            var folded: Proposal?
            for event in events {
                folded = try event.folded { (sealed) throws(EventError) in try Proposal.evolve(folded, sealed) }
            }
            return folded ?? visible.proposal
        }
        past.definition = past.context.registry.lifecycles[past.proposal.lifecycle.digest] ?? past.definition
        return try await history(Array(events), past)
    }

    /// A proposal of which the reader may see all.
    private func visibleHistory(
        _ ref: String, _ caller: Caller, closed: ClosedForum = .isRefused
    ) async throws(ServiceFailure) -> VisibleProposal {
        let visible = try await records.visible(ref, caller, closed: closed)
        guard visible.readAccess == .everything else {
            throw ServiceFailure(.notFound, "there is no history of \(ref) that you can see")
        }
        return visible
    }

    /// Events, and the proposal as SHOW answers it.
    private func history(
        _ events: [StoredEvent], _ visible: VisibleProposal
    ) async throws(ServiceFailure) -> SeenHistory {
        let personal = try await records.personal(
            events.map { .object($0.sealed.event.data) } + [.object(visible.proposal.fields)])
        return SeenHistory(
            events: events.map { SeenEvent($0, personal: personal) }, record: SeenRecord(visible, personal: personal))
    }
}
