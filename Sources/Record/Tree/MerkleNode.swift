/// A whole subtree: the one of 2^level leaves that starts at leaf index × 2^level. Its hash never changes once it is full.
package struct MerkleNode: Sendable, Hashable {
    /// 0 for a leaf.
    package let level: Int
    /// Counts the subtrees of one level from the left, from 0.
    package let index: Int64

    package init(level: Int, index: Int64) {
        self.level = level
        self.index = index
    }

    /// The largest whole subtrees that cover a range of leaves, from left to right.
    package static func covering(_ leaves: Range<Int64>) -> [MerkleNode] {
        var nodes: [MerkleNode] = []
        var start = max(0, leaves.lowerBound)
        while start < leaves.upperBound {
            let fitting = 63 - (leaves.upperBound - start).leadingZeroBitCount
            let level = min(start.trailingZeroBitCount, fitting)
            nodes.append(MerkleNode(level: level, index: start >> Int64(level)))
            start += 1 << Int64(level)
        }
        return nodes
    }
}
