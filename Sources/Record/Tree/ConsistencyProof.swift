/// A proof that a tree begins with all leaves of an older one, unchanged and in order (RFC 6962, section 2.1.2).
package struct ConsistencyProof: Sendable, Hashable {
    package let oldSize: Int64
    package let newSize: Int64
    /// The subtrees that lead to both roots. Empty when one of them is enough: equal sizes, or an old tree without leaves.
    package let path: [Digest]

    /// Takes a proof that somebody else made; `verify` tells what it is worth.
    package init(oldSize: Int64, newSize: Int64, path: [Digest]) {
        self.oldSize = oldSize
        self.newSize = newSize
        self.path = path
    }

    /// Makes a proof from whole subtrees, which `subtree` answers; nil when the sizes are not in order or a subtree is
    /// missing.
    package init?(oldSize: Int64, newSize: Int64, subtree: (MerkleNode) -> Digest?) {
        guard 0 <= oldSize, oldSize <= newSize,
            let path = ConsistencyProof.ranges(from: oldSize, to: newSize).digests(from: subtree)
        else { return nil }
        self.init(oldSize: oldSize, newSize: newSize, path: path)
    }

    /// The whole subtrees that a proof is made from: what to read from a store, O(log n) of them.
    package static func nodes(oldSize: Int64, newSize: Int64) -> [MerkleNode] {
        guard 0 <= oldSize, oldSize <= newSize else { return [] }
        return ranges(from: oldSize, to: newSize).flatMap(MerkleNode.covering)
    }

    /// Checks that the tree of the new root begins with the tree of the old one (RFC 9162, section 2.1.4.2).
    package func verify(oldRoot: Digest, newRoot: Digest) throws(MerkleFault) {
        guard 0 <= oldSize, oldSize <= newSize else { throw .outOfRange }
        if oldSize == 0 || oldSize == newSize {
            guard path.isEmpty else { throw .wrongLength }
            let expected = oldSize == newSize ? newRoot : MerkleTree.emptyRoot
            guard oldRoot == expected, newSize > 0 || newRoot == MerkleTree.emptyRoot else { throw .otherRoot }
            return
        }
        let (old, new) = try roots(from: oldRoot)
        guard old == oldRoot, new == newRoot else { throw .otherRoot }
    }

    /// The roots that the path leads to. Where the old tree is one whole subtree, its root is the start and not in the path.
    private func roots(from oldRoot: Digest) throws(MerkleFault) -> (old: Digest, new: Digest) {
        var rest = path[...]
        guard let start = oldSize.nonzeroBitCount == 1 ? oldRoot : rest.popFirst() else { throw .wrongLength }
        var (old, new) = (start, start)
        let shift = Int64((~(oldSize - 1)).trailingZeroBitCount)
        var node = (oldSize - 1) >> shift
        var last = (newSize - 1) >> shift
        for sibling in rest {
            guard last > 0 else { throw .wrongLength }
            if node & 1 == 1 || node == last {
                old = MerkleTree.nodeHash(sibling, old)
                new = MerkleTree.nodeHash(sibling, new)
                while node & 1 == 0, node > 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                new = MerkleTree.nodeHash(new, sibling)
            }
            node >>= 1
            last >>= 1
        }
        guard last == 0 else { throw .wrongLength }
        return (old, new)
    }

    /// The ranges of leaves under each digest of the path.
    private static func ranges(from oldSize: Int64, to newSize: Int64) -> [Range<Int64>] {
        guard oldSize > 0 else { return [] }
        var ranges: [Range<Int64>] = []
        var (lower, upper): (Int64, Int64) = (0, newSize)
        while oldSize < upper {
            let middle = lower + MerkleTree.split(upper - lower)
            if oldSize <= middle {
                ranges.append(middle..<upper)
                upper = middle
            } else {
                ranges.append(lower..<middle)
                lower = middle
            }
        }
        // The old tree's last subtree; when it is the whole old tree, the verifier has its root already.
        if lower > 0 { ranges.append(lower..<upper) }
        return ranges.reversed()
    }
}
