import Testing

@testable import Record

@Suite struct TileTests {
    @Test func pathsAreThoseOfThePage() {
        #expect(Tile(level: 0, index: 1_234_067).path == "tile/0/x001/x234/067")
        #expect(Tile(level: 1, index: 0, width: 17).path == "tile/1/000.p/17")
        #expect(Tile(level: 2, index: 1000).path == "tile/2/x001/000")
        #expect(
            Tile.edge(ofSize: 70_000) == [
                Tile(level: 0, index: 273, width: 112), Tile(level: 1, index: 1, width: 17),
                Tile(level: 2, index: 0, width: 1),
            ])
        #expect(Tile.edge(ofSize: 256) == [Tile(level: 1, index: 0, width: 1)])
        #expect(Tile.edge(ofSize: 0).isEmpty)
    }

    @Test(arguments: [
        Tile(level: 0, index: 0), Tile(level: 0, index: 999, width: 1), Tile(level: 1, index: 1000, width: 255),
        Tile(level: 7, index: 1_234_067), Tile(level: 63, index: 999_999_999_999_999_999, width: 17),
    ]) func aPathIsReadBack(_ tile: Tile) {
        #expect(Tile(path: tile.path) == tile)
    }

    @Test(arguments: [
        "", "tile", "tile/0", "tile/0/", "tile/0/0", "tile/0/67", "tile/0/0067", "tile/00/067", "tile/+1/067",
        "tile/-1/067", "tile/64/067", "tile/x/067", "tile/0/+67", "tile/0/-67", "tile/0/x067", "tile/0/001/067",
        "tile/0/x000/067", "tile/0/x001/x067", "tile/0/x001/067/", "tile/0/x001//067", "tile/0/xx01/067",
        "tile/0/067.p", "tile/0/067.p/", "tile/0/067.p/0", "tile/0/067.p/256", "tile/0/067.p/017", "tile/0/067.p/+1",
        "tile/0/067.p/1/2", "tile/0/x067.p/1", "tile/0/067.q/1", "tiles/0/067", "tile/entries/067",
        "tile/0/x001/x000/x000/x000/x000/x000/000", "tile/0/०६७",
    ]) func whatIsNoPath(_ path: String) {
        #expect(Tile(path: path) == nil)
    }

    /// Sizes around the powers of 256, and some between.
    static let sizes: [Int64] = [
        0, 1, 2, 3, 7, 100, 254, 255, 256, 257, 258, 511, 512, 513, 1000, 4095, 4096, 65_279, 65_280, 65_281, 65_535,
        65_536,
        65_537, 65_792, 66_000,
    ]

    @Test func rootsAndProofsFromTilesAreThoseOfTheWholeTree() async throws {
        var log = MerkleLog()
        var tiles = TileMemory()
        var edge = TileEdge()
        for size in TileTests.sizes {
            let leaves = (log.size..<size).map(Digest.leaf)
            for leaf in leaves { log.append(leaf) }
            edge.append(leaves) { tiles.write($0, $1) }
            #expect(edge.size == size)
            #expect(edge.root == log.root)
            #expect(try await tiles.edge(ofSize: size) == edge)
        }
        for size in TileTests.sizes {
            #expect(try await tiles.root(at: size) == log.root(at: size))
            for old in TileTests.sizes where old <= size {
                let proof = try await tiles.consistencyProof(from: old, to: size)
                #expect(proof == log.consistencyProof(from: old, to: size))
            }
            for index in Set([0, 1, size / 3, size / 2, size - 257, size - 2, size - 1])
            where (0..<size).contains(index) {
                let proof = try await tiles.inclusionProof(of: index, in: size)
                #expect(proof == log.inclusionProof(of: index, in: size))
            }
        }
    }

    @Test func anAppendWritesWhatItChanges() {
        var edge = TileEdge()
        var written: [Tile] = []
        edge.append((0..<255).map(Digest.leaf)) { tile, hashes in
            #expect(hashes.count == tile.width)
            written.append(tile)
        }
        #expect(written == [Tile(level: 0, index: 0, width: 255)])
        written = []
        edge.append((255..<257).map(Digest.leaf)) { tile, _ in written.append(tile) }
        #expect(
            written == [
                Tile(level: 0, index: 0), Tile(level: 0, index: 1, width: 1), Tile(level: 1, index: 0, width: 1),
            ])
        written = []
        edge.append([]) { tile, _ in written.append(tile) }
        #expect(written.isEmpty)
        edge.append((257..<10_257).map(Digest.leaf)) { tile, _ in written.append(tile) }
        #expect(written.count == 10_256 / 256 + 1)
    }

    /// A tree of leaves that are all alike: each tile of it can be told without keeping any, so it can be of any size.
    final class UniformTree: TileReader {
        let levels: [Digest]
        var tilesRead = 0

        init(leaf: Digest) {
            var levels = [leaf]
            for _ in 0..<7 {
                levels.append(
                    MerkleTree.root(ofLeafHashes: Array(repeating: levels[levels.count - 1], count: 256)))
            }
            self.levels = levels
        }

        func read(_ tiles: [Tile]) -> [Tile: [Digest]] {
            tilesRead += tiles.count
            return Dictionary(
                uniqueKeysWithValues: tiles.map { ($0, Array(repeating: levels[$0.level], count: $0.width)) })
        }
    }

    @Test(arguments: [65_536, 9_999_999, 10_000_000, 16_777_215, 16_777_216, 16_777_217] as [Int64])
    func millionsOfLeavesTakeAFewTiles(_ size: Int64) async throws {
        let leaf = Digest.leaf(7)
        let tree = UniformTree(leaf: leaf)
        let root = try await tree.root(at: size)
        for index in [0, 1, 255, 256, 65_535, size / 2, size - 256, size - 1] {
            tree.tilesRead = 0
            try (try await tree.inclusionProof(of: index, in: size)).verify(leafHash: leaf, root: root)
            #expect(tree.tilesRead <= 8)
        }
        for old in [1, 255, 256, 257, 65_535, 65_536, size / 2, size - 1] {
            let oldRoot = try await tree.root(at: old)
            tree.tilesRead = 0
            let proof = try await tree.consistencyProof(from: old, to: size)
            try proof.verify(oldRoot: oldRoot, newRoot: root)
            #expect(tree.tilesRead <= 10)
        }
        // An append to it, against the root of the larger tree.
        var edge = try await tree.edge(ofSize: size)
        var written = 0
        edge.append(Array(repeating: leaf, count: 1000)) { _, _ in written += 1 }
        #expect(edge.root == (try await tree.root(at: size + 1000)))
        #expect(written <= 1000 / 256 + 6)
    }

    @Test func whatIsMissingIsNamed() async throws {
        var tiles = TileMemory()
        var edge = TileEdge()
        edge.append((0..<300).map(Digest.leaf)) { tiles.write($0, $1) }
        await #expect(throws: MissingTile(tile: Tile(level: 0, index: 1, width: 45))) {
            try await tiles.inclusionProof(of: 299, in: 301)
        }
        await #expect(throws: MerkleFault.outOfRange) { try await tiles.inclusionProof(of: 300, in: 300) }
        await #expect(throws: MerkleFault.outOfRange) { try await tiles.consistencyProof(from: 5, to: 4) }
        await #expect(throws: MerkleFault.outOfRange) { try await tiles.root(at: -1) }
        #expect(TileEdge(size: 300, tiles: [:]) == nil)
        #expect(TileEdge(size: -1, tiles: [:]) == nil)
        #expect(MissingTile(tile: Tile(level: 0, index: 1, width: 45)).description.contains("tile/0/001.p/45"))
    }
}
