import Testing

@testable import Record

@Suite struct MerkleTreeTests {
    /// The leaves and roots that the implementations of Certificate Transparency share.
    static let leaves: [[UInt8]] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43], Array(0x50...0x57),
        Array(0x60...0x6F),
    ]
    static let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    @Test func rootsOfTheSharedLeaves() {
        for (size, root) in MerkleTreeTests.roots.enumerated() {
            #expect(MerkleTree.treeHash(MerkleTreeTests.leaves.prefix(size)).hex == root)
        }
    }

    @Test func frontierAndLogAgreeWithTheDefinition() throws {
        var frontier = MerkleFrontier()
        var log = MerkleLog()
        var leaves: [Digest] = []
        for number in 0..<Int64(130) {
            #expect(frontier.root == Reference.root(leaves[...]))
            #expect(log.root == frontier.root)
            #expect(frontier.subtrees.count == number.nonzeroBitCount)
            #expect(MerkleFrontier(size: number, subtrees: frontier.subtrees) == frontier)
            let leaf = Digest.leaf(number)
            leaves.append(leaf)
            frontier.append(leaf)
            log.append(leaf)
        }
        for size in leaves.indices { #expect(log.root(at: Int64(size)) == Reference.root(leaves.prefix(size))) }
        #expect(log.root(at: 131) == nil)
        #expect(log.root(at: -1) == nil)
        #expect(MerkleFrontier(size: 3, subtrees: [log.root]) == nil)
        #expect(MerkleFrontier(size: -1, subtrees: []) == nil)
    }

    @Test func appendingReportsEachWholeSubtreeOnce() {
        var frontier = MerkleFrontier()
        var stored: [MerkleNode: Digest] = [:]
        for number in 0..<Int64(1000) {
            frontier.append(.leaf(number)) { node, hash in #expect(stored.updateValue(hash, forKey: node) == nil) }
        }
        #expect(stored.count == (0..<10).reduce(0) { $0 + 1000 >> $1 })
        let leaves = (0..<Int64(1000)).map(Digest.leaf)
        for (node, hash) in stored where node.level < 6 {
            let start = Int(node.index) << node.level
            #expect(hash == Reference.root(leaves[start..<start + 1 << node.level]))
        }
    }

    @Test func rangesAreCoveredByTheLargestSubtrees() {
        #expect(MerkleNode.covering(0..<0).isEmpty)
        #expect(MerkleNode.covering(0..<8) == [MerkleNode(level: 3, index: 0)])
        #expect(
            MerkleNode.covering(0..<7) == [
                MerkleNode(level: 2, index: 0), MerkleNode(level: 1, index: 2), MerkleNode(level: 0, index: 6),
            ])
        #expect(MerkleNode.covering(4..<6) == [MerkleNode(level: 1, index: 2)])
        #expect(MerkleNode.covering(0..<Int64.max).count == 63)
        #expect(MerkleNode.covering(-5..<1) == [MerkleNode(level: 0, index: 0)])
    }

    @Test func proofsOfHugeTreesNeedFewSubtrees() {
        let size: Int64 = 10_000_019
        for index in [0, 1, 4_999_999, size - 1] {
            #expect((1...48).contains(InclusionProof.nodes(index: index, size: size).count))
        }
        #expect(ConsistencyProof.nodes(oldSize: 9_990_000, newSize: size).count < 64)
        #expect(InclusionProof.nodes(index: size, size: size).isEmpty)
        #expect(InclusionProof.nodes(index: -1, size: size).isEmpty)
        #expect(ConsistencyProof.nodes(oldSize: size, newSize: 4).isEmpty)
        #expect(InclusionProof.nodes(index: .max - 1, size: .max).count < 130)
    }
}
