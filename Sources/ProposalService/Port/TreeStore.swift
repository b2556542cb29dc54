package import Record

/// The part of the port that keeps the Merkle tree over each record: hashes, published checkpoints, and whose key signs.
package protocol TreeStore: Sendable {
    /// The public key that signs a forum's record: the one entered first, which is this one where there was none.
    func signerKey(forum: String, entering key: String) async throws(StoreError) -> String

    /// The public key that signs a forum's record; nil where nobody signs it yet.
    func signerKey(forum: String) async throws(StoreError) -> String?

    /// The hashes of stored tiles, each with at least the width asked for. One that is not there is left out.
    func tiles(forum: String, _ tiles: [Tile]) async throws(StoreError) -> [Tile: [Digest]]

    /// Adds tiles; those that are there already stay as they are.
    func keep(forum: String, tiles: [Tile: [Digest]]) async throws(StoreError)

    /// Publishes a signed checkpoint; one of the same size that is there already stays.
    func publish(forum: String, checkpoint note: [UInt8], size: Int64) async throws(StoreError)

    /// The checkpoint of a size, or the newest; nil where there is none.
    func checkpoint(forum: String, size: Int64?) async throws(StoreError) -> [UInt8]?

    /// What opens these commitments, by commitment. One that nobody stored is left out.
    func openings(of commitments: [String]) async throws(StoreError) -> [String: CommitmentOpening]
}

/// What stands beside the record for one commitment.
package enum CommitmentOpening: Sendable, Hashable {
    case value(salt: [UInt8], text: String)
    case erased
}

/// The stored tiles of one forum, each read once.
package final class StoredTiles: TileReader {
    private let forum: String
    private let store: any TreeStore
    private var known: [Tile: [Digest]] = [:]

    package init(forum: String, store: any TreeStore) {
        self.forum = forum
        self.store = store
    }

    package func read(_ tiles: [Tile]) async throws -> [Tile: [Digest]] {
        let missing = tiles.filter { known[$0] == nil }
        if !missing.isEmpty {
            known.merge(try await store.tiles(forum: forum, missing)) { $1 }
        }
        return known
    }

    /// The leaf hash at a position of a tree that was stored.
    /// - Throws: ``MissingTile`` where it is not.
    package func leaf(_ position: Int64) async throws -> Digest {
        let (index, place) = position.quotientAndRemainder(dividingBy: Int64(Tile.fullWidth))
        let tile = Tile(level: 0, index: index, width: Int(place) + 1)
        guard let hashes = try await read([tile])[tile], hashes.count >= tile.width else {
            throw MissingTile(tile: tile)
        }
        return hashes[tile.width - 1]
    }
}
