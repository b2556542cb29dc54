import CanonicalJSON
package import Lifecycle
import Proposals

extension ProposalService {
    /// The database's time, for PING.
    package func now() async throws(ServiceFailure) -> Instant {
        try await storing { () throws(StoreError) in try await self.store.load([]) }.now
    }

    /// SHOW: a proposal as it stands, as far as the reader may see it; a stranger, who is no caller, what was published.
    package func show(_ ref: String, _ caller: Caller?) async throws(ServiceFailure) -> ServiceAnswer {
        ServiceAnswer(object: try await view(try await visible(ref, caller)))
    }

    /// HISTORY: the events of a proposal in order, a page at a time, and the proposal as SHOW answers it now.
    package func history(
        _ ref: String, after: Int = 0, limit: Int? = nil, _ caller: Caller
    ) async throws(ServiceFailure) -> ServiceAnswer {
        let visible = try await visibleHistory(ref, caller, closed: .isReadByAuditors)
        let limit = min(max(limit ?? configuration.pageLimit, 1), configuration.pageLimit)
        let cursor = StreamCursor(forum: visible.proposal.forum, stream: visible.proposal.ref, after: after)
        let events = try await storing { () throws(StoreError) in
            try await self.store.stream(cursor, limit: limit + 1)
        }
        let page = events.prefix(limit)
        var answer = try await answer(Array(page), visible)
        answer.object["count"] = .integer(Int64(page.count))
        answer.object["next"] =
            events.count > limit ? page.last.map { .integer(Int64($0.sealed.event.version)) } ?? .null : .null
        return answer
    }

    /// REPLAY: a proposal as it was at a version or at a moment.
    package func replay(
        _ ref: String, version: Int?, at: Instant?, _ caller: Caller
    ) async throws(ServiceFailure) -> ServiceAnswer {
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
            throw ServiceFailure(.notFound, "\(ref) has no event so early; it begins at \(visible.proposal.openedAt)")
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
        return try await answer(Array(events), past)
    }

    /// A proposal of which the reader may see all.
    private func visibleHistory(
        _ ref: String, _ caller: Caller, closed: ClosedForum = .isRefused
    ) async throws(ServiceFailure) -> VisibleProposal {
        let visible = try await visible(ref, caller, closed: closed)
        guard visible.readAccess == .everything else {
            throw ServiceFailure(.notFound, "there is no history of \(ref) that you can see")
        }
        return visible
    }

    /// Events, and the proposal as SHOW answers it.
    private func answer(
        _ events: [StoredEvent], _ visible: VisibleProposal
    ) async throws(ServiceFailure) -> ServiceAnswer {
        let personal = try await personal(
            events.map { .object($0.sealed.event.data) } + [.object(visible.proposal.fields)])
        return ServiceAnswer(
            rows: events.map { $0.json(personal) },
            object: ProposalView(
                proposal: visible.proposal, definition: visible.definition, registry: visible.context.registry,
                personal: personal
            ).full(within: configuration.objectBytes))
    }

    private func view(_ visible: VisibleProposal) async throws(ServiceFailure) -> JSONObject {
        let personal =
            visible.readAccess == .everything
            ? try await personal([.object(visible.proposal.fields)]) : [:]
        let view = ProposalView(
            proposal: visible.proposal, definition: visible.definition, registry: visible.context.registry,
            personal: personal, now: visible.context.now)
        return visible.readAccess == .everything ? view.full(within: configuration.objectBytes) : view.published
    }

    /// The values behind every commitment in some JSON.
    func personal(_ values: [JSONValue]) async throws(ServiceFailure) -> [String: String] {
        let commitments = values.reduce(into: Set<String>()) { $0.formUnion(PersonalData.commitments(in: $1)) }
        guard !commitments.isEmpty else { return [:] }
        return try await storing { () throws(StoreError) in
            try await self.store.personalValues(Array(commitments))
        }
    }

    /// LIST and SEARCH: proposals that match, in the order of refs, a page at a time; to a stranger, who is no caller, what was
    /// published.
    package func list(_ query: ListQuery, _ caller: Caller?) async throws(ServiceFailure) -> ServiceAnswer {
        let (context, _) = try await readerContext(caller, query.forum)
        guard try await maySeeForum(context) else {
            throw ServiceFailure(.notFound, "there is no forum \"\(query.forum.prefix(64))\" that you can see")
        }
        var query = query
        query.visibility = ListQuery.Visibility(context.viewer)
        if query.visibility != .published { query.resolveNames(context.registry) }
        try check(query, context.registry)
        query.limit = min(max(query.limit, 1), configuration.pageLimit)
        var page = query
        page.limit += 1
        let rows = try await storing { [page] () throws(StoreError) in try await self.store.list(page) }
        let shown = rows.prefix(query.limit)
        let published = query.visibility == .published
        return ServiceAnswer(
            rows: shown.map { $0.json(context.registry, published: published) },
            object: [
                "count": .integer(Int64(shown.count)),
                "next": rows.count > query.limit ? .optional(shown.last?.ref) : .null,
            ])
    }

    /// Whether the reader is of the forum, or the forum has published something. One that has not is unknown to outsiders.
    func maySeeForum(_ context: ReadContext) async throws(ServiceFailure) -> Bool {
        guard context.registry.settings != nil, context.forum != Registry.serverForum else { return false }
        if context.viewer.readsEverything || !context.viewer.offices.isEmpty { return true }
        let query = ListQuery(forum: context.forum, visibility: .published, limit: 1)
        return try await storing { () throws(StoreError) in try await self.store.list(query) }.isEmpty == false
    }

    /// Refuses filters that name nothing, and, to who sees published fields only, any: they would tell of what is not published.
    private func check(_ query: ListQuery, _ registry: Registry) throws(ServiceFailure) {
        if query.visibility == .published {
            let filters: [(String, Bool)] = [
                ("text", query.search != nil), ("partner", query.partner != nil), ("region", query.region != nil),
                ("track", query.track != nil), ("focus_area", query.focusArea != nil), ("from", query.from != nil),
                ("to", query.to != nil), ("state", query.states != nil),
            ]
            if let used = filters.first(where: \.1) {
                throw ServiceFailure(
                    .forbidden, "only who is appointed in \(query.forum) may search or filter its proposals",
                    details: ["field": .string(used.0)])
            }
        }
        if let text = query.search, FoldedText.queryWords(text).count > ListQuery.mostWords {
            throw ServiceFailure.wrong(
                "text",
                "at most \(ListQuery.mostWords) different words can be searched for at once; leave out the common ones"
            )
        }
        let definitions = registry.lifecycles.values
        let states = Set(definitions.flatMap(\.states).map(\.id))
        let tracks = Set(definitions.flatMap(\.tracks).map(\.id))
        let regions = Set(registry.partners.values.compactMap { $0.attributes[ProposalRow.regionAttribute] })
        let known =
            (query.states ?? []).map { ("state", $0, states) }
            + [query.track.map { ("track", $0, tracks) }, query.region.map { ("region", $0, regions) }]
            .compactMap(\.self)
        for (key, value, values) in known where !values.contains(value) {
            throw ServiceFailure.wrong(
                key,
                "there is no \(key) \"\(value.prefix(40))\""
                    + values.sorted().offered(none: "\(query.forum) has none; leave \(key)= out"))
        }
        if let origin = query.origin, Proposal.Origin(rawValue: origin) == nil {
            throw ServiceFailure.wrong("origin", "use live or archive")
        }
        if let partner = query.partner, registry.partners[partner] == nil {
            throw ServiceFailure.wrong("partner", "\"\(partner.prefix(40))\" is not a partner of \(query.forum)")
        }
        if let after = query.after, !ProposalService.isRef(after) {
            throw ServiceFailure.wrong("after", "\"\(after.prefix(40))\" is not a ref; give the one in \"next\"")
        }
    }

    /// Whether a text is a ref as the record writes it.
    static func isRef(_ text: String) -> Bool { RefText.isRef(text) }
}
