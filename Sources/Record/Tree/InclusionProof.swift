/// A proof that a leaf stands at an index of a tree (RFC 6962, section 2.1.1).
///
/// The root does not tell the size of its tree, so both must come from one checkpoint.
package struct InclusionProof: Sendable, Hashable {
    /// The place of the leaf, from 0.
    package let index: Int64
    /// The number of leaves in the tree.
    package let size: Int64
    /// The siblings on the way from the leaf to the root.
    package let path: [Digest]

    /// Takes a proof that somebody else made; `verify` tells what it is worth.
    package init(index: Int64, size: Int64, path: [Digest]) {
        self.index = index
        self.size = size
        self.path = path
    }

    /// Makes a proof from whole subtrees, which `subtree` answers; nil when there is no such leaf or a subtree is missing.
    package init?(index: Int64, size: Int64, subtree: (MerkleNode) -> Digest?) {
        guard (0..<max(0, size)).contains(index),
            let path = InclusionProof.siblings(of: index, in: size).digests(from: subtree)
        else { return nil }
        self.init(index: index, size: size, path: path)
    }

    /// The whole subtrees that a proof is made from: what to read from a store, O(log n) of them.
    package static func nodes(index: Int64, size: Int64) -> [MerkleNode] {
        guard (0..<max(0, size)).contains(index) else { return [] }
        return siblings(of: index, in: size).flatMap(MerkleNode.covering)
    }

    /// Checks that this leaf stands there under this root.
    package func verify(leafHash: Digest, root: Digest) throws(MerkleFault) {
        guard try self.root(above: leafHash) == root else { throw .otherRoot }
    }

    /// The root that the path leads to from a leaf (RFC 9162, section 2.1.3.2).
    package func root(above leafHash: Digest) throws(MerkleFault) -> Digest {
        guard (0..<max(0, size)).contains(index) else { throw .outOfRange }
        var node = index
        var last = size - 1
        var hash = leafHash
        for sibling in path {
            guard last > 0 else { throw .wrongLength }
            if node & 1 == 1 || node == last {
                hash = MerkleTree.nodeHash(sibling, hash)
                // The last node of a level without a sibling rises unchanged.
                while node & 1 == 0, node > 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                hash = MerkleTree.nodeHash(hash, sibling)
            }
            node >>= 1
            last >>= 1
        }
        guard last == 0 else { throw .wrongLength }
        return hash
    }

    /// The ranges of leaves under each sibling, from the leaf up.
    private static func siblings(of index: Int64, in size: Int64) -> [Range<Int64>] {
        var siblings: [Range<Int64>] = []
        var (lower, upper): (Int64, Int64) = (0, size)
        while upper - lower > 1 {
            let middle = lower + MerkleTree.split(upper - lower)
            if index < middle {
                siblings.append(middle..<upper)
                upper = middle
            } else {
                siblings.append(lower..<middle)
                lower = middle
            }
        }
        return siblings.reversed()
    }
}
