/// Reads stored tiles. A partial tile may be answered with more hashes than its width, for tiles only grow.
package protocol TileReader {
    /// The hashes of these tiles. One that is not there is left out of the answer.
    func read(_ tiles: [Tile]) async throws -> [Tile: [Digest]]
}

/// A stored tree lacks a tile, or has too few hashes in it.
package struct MissingTile: Error, Hashable, Sendable, CustomStringConvertible {
    package let tile: Tile

    package init(tile: Tile) { self.tile = tile }

    package var description: String { "the stored tree lacks \(tile.path)" }
}

extension TileReader {
    /// The root of the tree when it had this many leaves.
    package func root(at size: Int64) async throws -> Digest {
        try await edge(ofSize: size).root
    }

    /// The right edge of the tree of a size, to append to.
    package func edge(ofSize size: Int64) async throws -> TileEdge {
        let tiles = Tile.edge(ofSize: size)
        let hashes = try await complete(tiles)
        guard let edge = TileEdge(size: size, tiles: hashes) else { throw MerkleFault.outOfRange }
        return edge
    }

    /// Proves that a leaf stands in the tree of a size; O(log n) tiles are read, in one go.
    package func inclusionProof(of index: Int64, in size: Int64) async throws -> InclusionProof {
        let nodes = try await subtrees(InclusionProof.nodes(index: index, size: size), in: size)
        guard let proof = InclusionProof(index: index, size: size, subtree: { nodes[$0] }) else {
            throw MerkleFault.outOfRange
        }
        return proof
    }

    /// Proves that the tree of one size begins with the tree of another; O(log n) tiles are read, in one go.
    package func consistencyProof(from oldSize: Int64, to newSize: Int64) async throws -> ConsistencyProof {
        let nodes = try await subtrees(ConsistencyProof.nodes(oldSize: oldSize, newSize: newSize), in: newSize)
        guard let proof = ConsistencyProof(oldSize: oldSize, newSize: newSize, subtree: { nodes[$0] }) else {
            throw MerkleFault.outOfRange
        }
        return proof
    }

    /// The hashes of whole subtrees, made from the tiles that they stand in.
    private func subtrees(_ nodes: [MerkleNode], in size: Int64) async throws -> [MerkleNode: Digest] {
        var tiles: [MerkleNode: Tile] = [:]
        for node in nodes {
            guard let tile = node.tile(inSize: size) else { throw MerkleFault.outOfRange }
            tiles[node] = tile
        }
        let hashes = try await complete(Array(Set(tiles.values)))
        var subtrees: [MerkleNode: Digest] = [:]
        for (node, tile) in tiles {
            subtrees[node] = hashes[tile].map { MerkleTree.root(ofLeafHashes: $0[node.placement.inTile]) }
        }
        return subtrees
    }

    /// Reads tiles, and refuses an answer in which one is missing or too short.
    private func complete(_ tiles: [Tile]) async throws -> [Tile: [Digest]] {
        guard !tiles.isEmpty else { return [:] }
        let hashes = try await read(tiles)
        for tile in tiles where (hashes[tile]?.count ?? 0) < tile.width { throw MissingTile(tile: tile) }
        return hashes
    }
}

/// Tiles in memory: a tree as a store would keep it.
package struct TileMemory: TileReader, Sendable {
    private var hashes: [Place: [Digest]] = [:]

    private struct Place: Hashable, Sendable {
        let level: Int
        let index: Int64
    }

    package init() {}

    /// Keeps a tile; a wider one replaces a narrower one.
    package mutating func write(_ tile: Tile, _ hashes: [Digest]) {
        self.hashes[Place(level: tile.level, index: tile.index)] = hashes
    }

    package func read(_ tiles: [Tile]) -> [Tile: [Digest]] {
        var result: [Tile: [Digest]] = [:]
        for tile in tiles { result[tile] = hashes[Place(level: tile.level, index: tile.index)] }
        return result
    }
}
