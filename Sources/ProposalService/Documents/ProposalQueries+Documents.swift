import CanonicalJSON
import Documents
import Proposals
import Record

extension ProposalQueries {
    /// FETCH: a part of a document that was filed on a proposal, from an offset on. Whoever may not see the whole proposal learns
    /// no more than of a document that does not exist.
    func fetch(
        _ ref: String, _ digest: String, offset: Int, _ caller: Caller
    ) async throws(ServiceFailure) -> SeenDocumentPart {
        let missing = ServiceFailure(
            .notFound, "there is no document \(digest.prefix(64)) of \(ref.prefix(64)) that you can see")
        let visible: VisibleProposal
        do { visible = try await records.visible(ref, caller, closed: .isReadByAuditors) } catch {
            throw error.code == .notFound ? missing : error
        }
        guard visible.readAccess == .everything, let document = visible.proposal.document(digest)?.document else {
            throw missing
        }
        guard offset < document.size else {
            throw ServiceFailure(
                .badField, "\"offset\": the document has \(document.size) bytes",
                details: ["field": "offset", "size": .integer(Int64(document.size))])
        }
        let bytes = try await storing { () throws(StoreError) in
            try await self.store.document(digest, from: offset, count: DocumentRules.largestPart)
        }
        let next = offset + (bytes?.count ?? 0)
        guard let bytes, bytes.count == min(DocumentRules.largestPart, document.size - offset) else {
            throw ServiceFailure(
                .recordDiverged, "the database does not hold the document \(digest) of \(ref), or not all of it")
        }
        return SeenDocumentPart(
            document: document, offset: offset, bytes: bytes, next: next < document.size ? next : nil)
    }
}
