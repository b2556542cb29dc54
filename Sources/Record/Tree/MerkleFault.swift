/// Why a proof proves nothing.
package enum MerkleFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The leaf's index or one of the sizes is impossible.
    case outOfRange
    /// The path has more or fewer digests than the place in the tree needs.
    case wrongLength
    /// The path leads to another root.
    case otherRoot

    package var description: String {
        switch self {
        case .outOfRange: "the proof speaks of a leaf or a size that the tree does not have"
        case .wrongLength: "the proof has too many or too few digests"
        case .otherRoot: "the proof leads to another root"
        }
    }
}

extension [Range<Int64>] {
    /// The digests of ranges of leaves, each joined from the whole subtrees that cover it; nil when one is missing.
    func digests(from subtree: (MerkleNode) -> Digest?) -> [Digest]? {
        var digests: [Digest] = []
        for range in self {
            var parts: [Digest] = []
            for node in MerkleNode.covering(range) {
                guard let part = subtree(node) else { return nil }
                parts.append(part)
            }
            digests.append(MerkleTree.join(parts))
        }
        return digests
    }
}
