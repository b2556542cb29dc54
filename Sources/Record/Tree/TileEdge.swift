/// The right edge of a tree that is kept in tiles: all that is needed to append to it and to know its root.
package struct TileEdge: Sendable, Hashable {
    /// The number of leaves.
    package private(set) var size: Int64 = 0
    /// The hashes of the partial tile at each level; an empty list where the level's tiles are all full.
    private var partials: [[Digest]] = []

    /// The edge of a tree without leaves.
    package init() {}

    /// Takes up the partial tiles of a tree of a size (``Tile/edge(ofSize:)`` names them); nil when one is missing or too short.
    package init?(size: Int64, tiles: [Tile: [Digest]]) {
        guard size >= 0 else { return nil }
        self.size = size
        for tile in Tile.edge(ofSize: size) {
            guard let hashes = tiles[tile], hashes.count >= tile.width else { return nil }
            while partials.count <= tile.level { partials.append([]) }
            partials[tile.level] = Array(hashes.prefix(tile.width))
        }
    }

    /// The root of the tree as it is now.
    package var root: Digest {
        MerkleTree.join(
            MerkleNode.covering(0..<size).compactMap { node in
                let level = node.level / Tile.height
                let range = node.placement.inTile
                guard level < partials.count, range.upperBound <= partials[level].count else { return nil }
                return MerkleTree.root(ofLeafHashes: partials[level][range])
            })
    }

    /// Appends leaves by their hashes, and tells each tile that has changed by that, with all its hashes: what a store has to
    /// write, O(n) for n leaves.
    package mutating func append(_ leafHashes: some Sequence<Digest>, write: (Tile, [Digest]) -> Void) {
        var touched: Set<Int> = []
        for hash in leafHashes {
            append(hash, at: 0, &touched, write)
            size += 1
        }
        for level in touched.sorted() where !partials[level].isEmpty {
            let hashes = partials[level]
            write(Tile(level: level, index: tileIndex(level), width: hashes.count), hashes)
        }
    }

    private mutating func append(
        _ hash: Digest, at level: Int, _ touched: inout Set<Int>, _ write: (Tile, [Digest]) -> Void
    ) {
        if partials.count == level { partials.append([]) }
        touched.insert(level)
        partials[level].append(hash)
        guard partials[level].count == Tile.fullWidth else { return }
        let full = partials[level]
        // The size counts the leaves before this one, and so names the tile that this one fills.
        write(Tile(level: level, index: tileIndex(level)), full)
        partials[level].removeAll(keepingCapacity: true)
        append(MerkleTree.root(ofLeafHashes: full), at: level + 1, &touched, write)
    }

    private func tileIndex(_ level: Int) -> Int64 {
        Tile.hashCount(level: level, size: size) / Int64(Tile.fullWidth)
    }
}
