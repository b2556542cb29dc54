import CanonicalJSON
import Lifecycle
import Proposals

extension ProposalService {
    /// INBOX: one row for each thing that waits for the caller, oldest deadline first.
    package func inbox(
        _ forum: String, after: String? = nil, limit: Int? = nil, _ caller: Caller
    ) async throws(ServiceFailure) -> Answer {
        let (context, _) = try await readerContext(caller, forum)
        guard context.registry.settings != nil else {
            throw ServiceFailure(.notFound, "there is no forum \"\(forum.prefix(64))\"")
        }
        guard !context.offices.isEmpty else { return Answer(object: ["count": 0]) }
        let refs = try await openRefs(context)
        var items: [InboxItem] = []
        for page in stride(from: 0, to: refs.count, by: 200) {
            let part = Array(refs[page..<min(page + 200, refs.count)])
            let (fresh, proposals) = try await self.context(caller, forum, refs: part)
            for ref in part {
                guard let proposal = proposals[ref],
                    let definition = fresh.registry.lifecycles[proposal.lifecycle.digest],
                    proposal.sight(of: fresh.viewer, definition) == .everything
                else { continue }
                items += Inbox(proposal: proposal, definition: definition, context: fresh.judging()).items
            }
        }
        items.sort { $0.precedes($1) }
        if let after, let index = items.firstIndex(where: { $0.cursor == after }) {
            items.removeFirst(index + 1)
        }
        let shown = items.prefix(min(limit ?? configuration.pageLimit, configuration.pageLimit))
        return Answer(
            rows: shown.map(\.json),
            object: [
                "count": .integer(Int64(shown.count)),
                "next": shown.count < items.count ? .optional(shown.last?.cursor) : .null,
            ])
    }

    /// Proposals that are not at their end and that the caller may see.
    private func openRefs(_ context: ReadContext) async throws(ServiceFailure) -> [String] {
        var refs: [String] = []
        var after: String?
        let partners = context.offices.compactMap(\.partner)
        while true {
            let query = ListQuery(
                forum: context.forum, visibility: .forum(partners: partners), isFinal: false, origin: "live",
                after: after, limit: configuration.pageLimit)
            let rows = try await storing { () throws(StoreError) in try await self.store.list(query) }
            refs += rows.map(\.ref)
            guard rows.count == query.limit, let last = rows.last else { return refs }
            after = last.ref
        }
    }
}
