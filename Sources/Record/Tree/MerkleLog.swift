/// A tree in memory that keeps every whole subtree, and so can prove anything about each of its sizes.
///
/// For logs that fit into memory. A larger one keeps the same hashes in a store and makes proofs from there.
package struct MerkleLog: Sendable {
    private var levels: [[Digest]] = []
    private var frontier = MerkleFrontier()

    package init(leafHashes: some Sequence<Digest> = []) {
        for hash in leafHashes { append(hash) }
    }

    /// The number of leaves.
    package var size: Int64 { frontier.size }

    /// The root over all leaves.
    package var root: Digest { frontier.root }

    /// Appends a leaf by its hash.
    package mutating func append(_ leafHash: Digest) {
        frontier.append(leafHash) { node, hash in
            if levels.count == node.level { levels.append([]) }
            levels[node.level].append(hash)
        }
    }

    /// The root when the log had this many leaves; nil when it never had.
    package func root(at size: Int64) -> Digest? {
        guard (0...self.size).contains(size) else { return nil }
        return MerkleTree.join(MerkleNode.covering(0..<size).compactMap(subtree))
    }

    /// The hash of a whole subtree, nil when it is not complete.
    package func subtree(_ node: MerkleNode) -> Digest? {
        guard levels.indices.contains(node.level), let index = Int(exactly: node.index),
            levels[node.level].indices.contains(index)
        else { return nil }
        return levels[node.level][index]
    }

    /// Proves that a leaf stands in the tree of a size; nil when it does not.
    package func inclusionProof(of index: Int64, in size: Int64) -> InclusionProof? {
        size <= self.size ? InclusionProof(index: index, size: size, subtree: subtree) : nil
    }

    /// Proves that the tree of one size begins with the tree of another; nil when the sizes never stood in this order.
    package func consistencyProof(from oldSize: Int64, to newSize: Int64) -> ConsistencyProof? {
        newSize <= size ? ConsistencyProof(oldSize: oldSize, newSize: newSize, subtree: subtree) : nil
    }
}
