import CanonicalJSON
import Lifecycle
import Proposals
import Wording

/// What is told of a forum's proposals together: lists and searches, the snapshot that views are made from, a plan of migration.
struct ForumQueries: Sendable {
    let records: RecordReader
    let limits: ServiceConfiguration
    var store: any RecordStore { records.store }

    /// LIST and SEARCH: proposals that match, in the order of refs, a page at a time; to a stranger, who is no caller, what was
    /// published.
    func list(_ query: ListQuery, _ caller: Caller?) async throws(ServiceFailure) -> SeenList {
        let (context, _) = try await records.readerContext(caller, query.forum)
        guard try await records.maySeeForum(context) else {
            throw ServiceFailure(.notFound, "there is no forum \"\(query.forum.prefix(64))\" that you can see")
        }
        var query = query
        query.visibility = ListQuery.Visibility(context.viewer)
        if query.visibility != .published { query.resolveNames(context.registry) }
        try check(query, context.registry)
        query.resolveSearchedPartners(context.registry)
        query.limit = min(max(query.limit, 1), limits.pageLimit)
        var rows = try await page(query)
        if rows.isEmpty, query.search != nil {
            query.instead = try await storing { [query] () throws(StoreError) in
                try await self.store.nearWords(query)
            }
            if !query.instead.isEmpty { rows = try await page(query) }
        }
        let shown = rows.prefix(query.limit)
        return SeenList(
            rows: Array(shown), registry: context.registry, isPublished: query.visibility == .published,
            instead: shown.isEmpty ? [:] : query.instead,
            next: rows.count > query.limit ? shown.last?.row.ref : nil)
    }

    /// The rows of a page, and one more where there is one.
    private func page(_ query: ListQuery) async throws(ServiceFailure) -> [ListedRow] {
        var page = query
        page.limit += 1
        return try await storing { [page] () throws(StoreError) in try await self.store.list(page) }
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
                    .forbidden, "only people appointed in \(query.forum) may search or filter its proposals",
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
        let regions = Set(registry.partners.values.compactMap { $0.attributes[ListedText.regionAttribute] })
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
        if let after = query.after, !RefText.isRef(after) {
            throw ServiceFailure.wrong("after", "\"\(after.prefix(40))\" is not a ref; give the one in \"next\"")
        }
    }
}
