package import CivilTime
import Lifecycle
import Proposals

/// REFUSALS: acts that were refused in a forum, for its auditors and administrators, who see every proposal that is named.
struct RefusalQueries: Sendable {
    let records: RecordReader
    let log: RefusalLog
    let limits: ServiceConfiguration

    func list(
        _ forum: String, since: Instant?, account: String?, after: String?, limit: Int?, _ caller: Caller
    ) async throws(ServiceFailure) -> SeenPage<StoredRefusal> {
        let (context, _) = try await records.readerContext(caller, forum, closed: .isReadByAuditors)
        guard context.registry.version > 0, !context.offices.isEmpty || context.viewer.readsEverything else {
            throw ServiceFailure(.notFound, "there is no forum \"\(forum.prefix(64))\" that you can see")
        }
        guard context.viewer.readsEverything else {
            throw context.forbidden(Reason(AccessSentence.refusals, ["forum": .text(forum)]))
        }
        var place: Int64?
        if let after {
            place = Int64(after)
            guard place != nil else {
                throw ServiceFailure.wrong("after", "\(after.prefix(100)) is not the \"id\" of a refusal")
            }
        }
        // What this server refused a moment ago is there as well.
        await log.flush()
        let most = min(limit ?? limits.pageLimit, limits.pageLimit)
        let query = RefusalQuery(forum: forum, since: since, account: account, after: place, limit: most + 1)
        let found = try await storing { () throws(StoreError) in try await self.records.store.refusals(query) }
        return SeenPage(of: found, limit: most) { String($0.number) }
    }
}

extension ProposalService {
    /// REFUSALS: acts that were refused in a forum, the newest first, a page at a time.
    package func refusals(
        _ forum: String, since: Instant?, account: String?, after: String?, limit: Int?, _ caller: Caller
    ) async throws(ServiceFailure) -> SeenPage<StoredRefusal> {
        try await refusalQueries.list(forum, since: since, account: account, after: after, limit: limit, caller)
    }
}
