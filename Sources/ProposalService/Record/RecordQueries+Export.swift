import CanonicalJSON
import Lifecycle
import Proposals
import Record

extension RecordQueries {
    /// What EXPORT writes: of a forum everything, of a proposal its events and the registry's, each below the newest checkpoint.
    ///
    /// `isWitnessed` ends it at the newest checkpoint that a quorum cosigned.
    func export(
        _ subject: String, isWitnessed: Bool = false, _ caller: Caller
    ) async throws(ServiceFailure) -> RecordExport {
        let forum: String
        var ref: String?
        var readsEverything = true
        if RefText.isRef(subject) {
            let visible = try await records.visible(subject, caller, closed: .isReadByAuditors)
            guard visible.readAccess == .everything else {
                throw ServiceFailure(
                    .forbidden, "you may see a part of \(subject) only; who may see all of it can export it")
            }
            forum = visible.proposal.forum
            ref = subject
            readsEverything = visible.context.viewer.readsEverything
        } else {
            forum = subject
            let (context, _) = try await records.readerContext(caller, forum, closed: .isReadByAuditors)
            guard context.registry.version > 0, Access.maySeeForum(caller, context.registries, forum) else {
                throw ServiceFailure(.notFound, "there is no forum \"\(forum.prefix(64))\" that you can see")
            }
            guard context.viewer.readsEverything else {
                throw context.forbidden(Reason(AccessSentence.wholeRecord, ["forum": .text(forum)]))
            }
        }
        await integrity.sign(forum)
        let last = try await checkpoint(forum, isWitnessed ? .newestWitnessed : .newest)
        let breaks = try await storing { () throws(StoreError) in try await self.store.breaks(forum: forum) }
        return RecordExport(
            last, breaks: breaks, forum: forum, ref: ref, readsEverything: readsEverything, store: store)
    }
}
