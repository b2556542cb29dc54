import TestRandom
import Testing

@testable import Record

/// 100,000 damaged proofs, half of each kind: none is accepted.
///
/// A root does not tell the size of its tree (the signed checkpoint does), so sizes are changed only where that changes
/// the way from the leaf to the root; see `aRootDoesNotTellItsSize`.
@Suite struct MutatedProofTests {
    static let log = MerkleLog(leafHashes: (0..<Int64(300)).map(Digest.leaf))

    @Test func damagedInclusionProofsAreRefused() throws {
        var generator = SeededRandom(seed: 11)
        var kinds: Set<Int> = []
        for _ in 0..<50_000 {
            let size = Int64.random(in: 2...300, using: &generator)
            let index = Int64.random(in: 0..<size, using: &generator)
            var proof = try #require(MutatedProofTests.log.inclusionProof(of: index, in: size))
            var leaf = Digest.leaf(index)
            var root = try #require(MutatedProofTests.log.root(at: size))
            let kind = Int.random(in: 0..<10, using: &generator)
            kinds.insert(kind)
            switch kind {
            case 0: leaf = leaf.flipping(bit: Int.random(in: 0..<256, using: &generator))
            case 1: root = root.flipping(bit: Int.random(in: 0..<256, using: &generator))
            case 2:
                let other = (index + Int64.random(in: 1..<size, using: &generator)) % size
                proof = InclusionProof(index: other, size: size, path: proof.path)
            case 3:
                let other = (index + Int64.random(in: 1..<size, using: &generator)) % size
                leaf = .leaf(other)
            default: proof = InclusionProof(index: index, size: size, path: damaged(proof.path, kind, &generator))
            }
            if (try? proof.verify(leafHash: leaf, root: root)) != nil { Issue.record("accepted: \(kind) \(proof)") }
        }
        #expect(kinds.count == 10)
    }

    @Test func damagedConsistencyProofsAreRefused() throws {
        var generator = SeededRandom(seed: 12)
        var kinds: Set<Int> = []
        for _ in 0..<50_000 {
            let new = Int64.random(in: 2...300, using: &generator)
            let old = Int64.random(in: 1..<new, using: &generator)
            var proof = try #require(MutatedProofTests.log.consistencyProof(from: old, to: new))
            var oldRoot = try #require(MutatedProofTests.log.root(at: old))
            var newRoot = try #require(MutatedProofTests.log.root(at: new))
            let kind = Int.random(in: 0..<10, using: &generator)
            kinds.insert(kind)
            switch kind {
            case 0: oldRoot = oldRoot.flipping(bit: Int.random(in: 0..<256, using: &generator))
            case 1: newRoot = newRoot.flipping(bit: Int.random(in: 0..<256, using: &generator))
            case 2: swap(&oldRoot, &newRoot)
            case 3: proof = ConsistencyProof(oldSize: new, newSize: old, path: proof.path)
            default: proof = ConsistencyProof(oldSize: old, newSize: new, path: damaged(proof.path, kind, &generator))
            }
            if (try? proof.verify(oldRoot: oldRoot, newRoot: newRoot)) != nil {
                Issue.record("accepted: \(kind) \(proof)")
            }
        }
        #expect(kinds.count == 10)
    }

    @Test func aRootDoesNotTellItsSize() throws {
        let proof = try #require(MutatedProofTests.log.inclusionProof(of: 0, in: 3))
        let root = try #require(MutatedProofTests.log.root(at: 3))
        try InclusionProof(index: 0, size: 4, path: proof.path).verify(leafHash: .leaf(0), root: root)
        #expect(throws: MerkleFault.wrongLength) {
            try InclusionProof(index: 0, size: 5, path: proof.path).verify(leafHash: .leaf(0), root: root)
        }
    }

    /// A path that differs from the given one, which is not empty.
    private func damaged(_ path: [Digest], _ kind: Int, _ generator: inout SeededRandom) -> [Digest] {
        var path = path
        let place = Int.random(in: 0..<path.count, using: &generator)
        switch kind {
        case 4: path.remove(at: place)
        case 5: path.insert(.leaf(Int64.random(in: 1000..<2000, using: &generator)), at: place)
        case 6: path.append(.leaf(Int64.random(in: 1000..<2000, using: &generator)))
        case 7 where path.count > 1: path.swapAt(place, (place + 1) % path.count)
        case 8: path = Array(path.prefix(place))
        default: path[place] = path[place].flipping(bit: Int.random(in: 0..<256, using: &generator))
        }
        return path
    }
}
