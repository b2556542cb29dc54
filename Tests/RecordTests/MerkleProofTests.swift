import Testing

@testable import Record

@Suite struct MerkleProofTests {
    static let count: Int64 = 300

    @Test func proofsAreThoseOfTheDefinition() throws {
        let leaves = (0..<Int64(33)).map(Digest.leaf)
        let log = MerkleLog(leafHashes: leaves)
        for size in 1...33 {
            for index in 0..<size {
                let proof = try #require(log.inclusionProof(of: Int64(index), in: Int64(size)))
                #expect(proof.path == Reference.path(index, leaves.prefix(size)))
            }
            for old in 1...size {
                let proof = try #require(log.consistencyProof(from: Int64(old), to: Int64(size)))
                #expect(proof.path == Reference.consistency(old, leaves.prefix(size)))
            }
        }
    }

    @Test func everyLeafOfEverySizeIsProven() throws {
        let log = MerkleLog(leafHashes: (0..<MerkleProofTests.count).map(Digest.leaf))
        var proven = 0
        for size in 1...MerkleProofTests.count {
            let root = try #require(log.root(at: size))
            for index in 0..<size {
                let proof = try #require(log.inclusionProof(of: index, in: size))
                try proof.verify(leafHash: .leaf(index), root: root)
                proven += 1
            }
            #expect(log.inclusionProof(of: size, in: size) == nil)
        }
        #expect(proven == 45_150)
        #expect(log.inclusionProof(of: -1, in: 1) == nil)
        #expect(log.inclusionProof(of: 0, in: 301) == nil)
        #expect(log.inclusionProof(of: 0, in: 0) == nil)
    }

    @Test func everySizeIsConsistentWithEveryLaterOne() throws {
        let log = MerkleLog(leafHashes: (0..<MerkleProofTests.count).map(Digest.leaf))
        let roots = try (0...MerkleProofTests.count).map { try #require(log.root(at: $0)) }
        var proven = 0
        for new in 0...MerkleProofTests.count {
            for old in 0...new {
                let proof = try #require(log.consistencyProof(from: old, to: new))
                try proof.verify(oldRoot: roots[Int(old)], newRoot: roots[Int(new)])
                proven += 1
            }
        }
        #expect(proven == 45_451)
        #expect(log.consistencyProof(from: 5, to: 4) == nil)
        #expect(log.consistencyProof(from: 5, to: 301) == nil)
        #expect(log.consistencyProof(from: -1, to: 3) == nil)
    }

    @Test func theEmptyTreeBeginsEveryTreeButOnlyWithItsOwnRoot() throws {
        let root = Digest.leaf(0)
        let proof = ConsistencyProof(oldSize: 0, newSize: 1, path: [])
        try proof.verify(oldRoot: MerkleTree.emptyRoot, newRoot: root)
        #expect(throws: MerkleFault.otherRoot) { try proof.verify(oldRoot: root, newRoot: root) }
        #expect(throws: MerkleFault.wrongLength) {
            try ConsistencyProof(oldSize: 0, newSize: 1, path: [root])
                .verify(oldRoot: MerkleTree.emptyRoot, newRoot: root)
        }
        #expect(throws: MerkleFault.otherRoot) {
            try ConsistencyProof(oldSize: 0, newSize: 0, path: []).verify(oldRoot: root, newRoot: root)
        }
    }

    @Test func impossiblePlacesAreRefused() {
        let root = Digest.leaf(0)
        for (index, size) in [(0, 0), (1, 1), (-1, 1), (0, -1), (Int64.max, .max), (.min, .max), (0, .min)]
            as [(Int64, Int64)]
        {
            #expect(throws: MerkleFault.outOfRange) {
                try InclusionProof(index: index, size: size, path: []).verify(leafHash: root, root: root)
            }
        }
        for (old, new) in [(2, 1), (-1, 1), (-2, -1), (.min, .max), (.max, .min)] as [(Int64, Int64)] {
            #expect(throws: MerkleFault.outOfRange) {
                try ConsistencyProof(oldSize: old, newSize: new, path: []).verify(oldRoot: root, newRoot: root)
            }
        }
        let long = [Digest](repeating: root, count: 200)
        #expect(throws: MerkleFault.wrongLength) {
            try InclusionProof(index: .max - 1, size: .max, path: long).verify(leafHash: root, root: root)
        }
        #expect(throws: MerkleFault.wrongLength) {
            try ConsistencyProof(oldSize: .max - 1, newSize: .max, path: long).verify(oldRoot: root, newRoot: root)
        }
    }
}
