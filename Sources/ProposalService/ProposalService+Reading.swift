package import CanonicalJSON
package import CivilTime
package import Proposals

extension ProposalService {
    /// The database's time, for PING.
    package func now() async throws(ServiceFailure) -> Instant { try await records.now() }

    // MARK: one proposal

    /// SHOW: a proposal as it stands, as far as the reader may see it; a stranger, who is no caller, what was published.
    package func show(_ ref: String, _ caller: Caller?) async throws(ServiceFailure) -> SeenRecord {
        try await proposalQueries.show(ref, caller)
    }

    /// SHOW with `round=`: what every partner said in one round of a proposal, the present one or an earlier, a row each.
    package func round(
        _ number: Int, of ref: String, _ caller: Caller?
    ) async throws(ServiceFailure) -> SeenRound {
        try await proposalQueries.round(number, of: ref, caller)
    }

    /// HISTORY: the events of a proposal in order, a page at a time, and the proposal as SHOW answers it now.
    package func history(
        _ ref: String, after: Int = 0, limit: Int? = nil, _ caller: Caller
    ) async throws(ServiceFailure) -> SeenHistory {
        try await proposalQueries.history(ref, after: after, limit: limit, caller)
    }

    /// REPLAY: a proposal as it was at a version or at a moment.
    package func replay(
        _ ref: String, version: Int?, at: Instant?, _ caller: Caller
    ) async throws(ServiceFailure) -> SeenHistory {
        try await proposalQueries.replay(ref, version: version, at: at, caller)
    }

    /// WHY: each transition and fact, allowed or with every unmet requirement, who can meet it, and the rule it comes from.
    package func why(
        _ ref: String, transition: String?, inputs: JSONObject, _ caller: Caller
    ) async throws(ServiceFailure) -> SeenChances {
        try await proposalQueries.why(ref, transition: transition, inputs: inputs, caller)
    }

    /// FETCH: a part of a document that was filed on a proposal, from an offset on.
    package func fetch(
        _ ref: String, _ digest: String, offset: Int, _ caller: Caller
    ) async throws(ServiceFailure) -> SeenDocumentPart {
        try await proposalQueries.fetch(ref, digest, offset: offset, caller)
    }

    // MARK: a forum's proposals

    /// LIST and SEARCH: proposals that match, in the order of refs, a page at a time; to a stranger, who is no caller, what was
    /// published.
    package func list(_ query: ListQuery, _ caller: Caller?) async throws(ServiceFailure) -> SeenList {
        try await forumQueries.list(query, caller)
    }

    /// A forum as the reader may see it, now or as it was recorded at a moment: exactly the proposals that LIST shows and SHOW opens.
    ///
    /// `scope` is asked with the forum's settings, and whether the reader is of the forum. A stranger is no caller.
    package func snapshot(
        _ forum: String, at: Instant? = nil, _ caller: Caller?,
        scope choose: (ForumSettings, _ isOfForum: Bool) throws(ServiceFailure) -> SnapshotScope
    ) async throws(ServiceFailure) -> ReaderSnapshot {
        try await forumQueries.snapshot(forum, at: at, caller, scope: choose)
    }

    /// MIGRATION: one row for each running proposal of earlier versions, in the order of refs: what would become of it, or why it stays.
    package func migrationPlan(
        _ forum: String, _ asked: MigrationRequest, _ caller: Caller
    ) async throws(ServiceFailure) -> SeenMigrationPlan {
        try await forumQueries.migrationPlan(forum, asked, caller)
    }

    /// INBOX: each thing that waits for the caller, oldest deadline first.
    package func inbox(
        _ forum: String, after: String? = nil, limit: Int? = nil, _ caller: Caller
    ) async throws(ServiceFailure) -> InboxPart {
        try await inboxes.items(forum, after: after, limit: limit, caller)
    }
}
