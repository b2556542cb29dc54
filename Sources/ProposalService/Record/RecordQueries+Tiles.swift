package import Record

extension RecordQueries {
    /// The hashes of a tile, as far as the newest checkpoint goes, for whoever may read that checkpoint.
    func tile(_ tile: Tile, _ forum: String, _ caller: Caller?) async throws(ServiceFailure) -> SeenTile {
        _ = try await isOfRecord(forum, caller)
        let missing = ServiceFailure(.notFound, "the signed record of \(forum) has no \(tile.path)")
        guard let newest = try await newest(forum),
            Tile.count(ofLevel: tile.level, index: tile.index, inSize: newest.size) >= tile.width
        else { throw missing }
        let stored = try await storing { () throws(StoreError) in
            try await self.store.tiles(forum: forum, [tile])
        }
        guard let hashes = stored[tile], hashes.count >= tile.width else {
            throw ServiceFailure(.recordDiverged, "\(MissingTile(tile: tile))")
        }
        return SeenTile(origin: newest.origin, hashes: Array(hashes.prefix(tile.width)))
    }
}

/// A tile of a log.
package struct SeenTile: Sendable {
    /// The name of the log.
    package var origin: String
    /// As many as the tile is wide.
    package var hashes: [Digest]
}
