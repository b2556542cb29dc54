/// The right edge of a tree: all that is needed to append to it and to know its root, in O(log n) digests.
package struct MerkleFrontier: Sendable, Hashable {
    /// The number of leaves.
    package private(set) var size: Int64 = 0

    /// The hashes of the whole subtrees that make up the tree, the largest first: one for each 1 in the size's bits.
    package private(set) var subtrees: [Digest] = []

    /// The edge of a tree without leaves.
    package init() {}

    /// Takes up a stored edge; nil when the number of digests does not fit the size.
    package init?(size: Int64, subtrees: [Digest]) {
        guard size >= 0, subtrees.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.subtrees = subtrees
    }

    /// The root of the tree as it is now.
    package var root: Digest { MerkleTree.join(subtrees) }

    /// Appends a leaf by its hash. `completed` is told each whole subtree that this leaf completes, the leaf first: what a
    /// store keeps to make proofs from.
    package mutating func append(_ leafHash: Digest, completed: (MerkleNode, Digest) -> Void = { _, _ in }) {
        var hash = leafHash
        completed(MerkleNode(level: 0, index: size), hash)
        for level in 0..<size.trailingOneBitCount {
            hash = MerkleTree.nodeHash(subtrees.removeLast(), hash)
            completed(MerkleNode(level: level + 1, index: size >> Int64(level + 1)), hash)
        }
        subtrees.append(hash)
        size += 1
    }
}

extension Int64 {
    /// The number of 1 bits at the low end.
    fileprivate var trailingOneBitCount: Int { (~self).trailingZeroBitCount }
}
