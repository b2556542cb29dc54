import Proposals
package import Record

extension RecordQueries {
    /// The newest checkpoints that strangers may read too, and whom of these witnesses each still lacks.
    ///
    /// - Parameter known: forums whose checkpoint of this size lacks nobody; they are looked at again once it is larger.
    func lacking(
        _ witnesses: [WitnessPolicy.Party], besides known: [String: Int64]
    ) async throws(ServiceFailure) -> [LackingCheckpoint] {
        let rows = try await storing { () throws(StoreError) in try await self.records.forums.refresh() }
        var found: [LackingCheckpoint] = []
        for row in rows where row.forum != Registry.serverForum {
            guard let newest = try await newest(row.forum), known[row.forum] != newest.size,
                await isPublic(row.forum)
            else { continue }
            let published = try await checkpoint(row.forum, .size(newest.size))
            let signed = Set(published.seen.seconds.keys)
            found.append(
                LackingCheckpoint(
                    forum: row.forum, published: published, witnesses: witnesses.filter { !signed.contains($0.name) }))
        }
        return found
    }

    private func isPublic(_ forum: String) async -> Bool {
        do throws(ServiceFailure) {
            _ = try await isOfRecord(forum, nil)
            return true
        } catch {
            return false
        }
    }
}

/// A checkpoint that witnesses have not cosigned yet.
package struct LackingCheckpoint: Sendable {
    package var forum: String
    package var published: PublishedCheckpoint
    /// Those who have not.
    package var witnesses: [WitnessPolicy.Party]
}
