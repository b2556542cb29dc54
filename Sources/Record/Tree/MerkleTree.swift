/// The tree hashing of RFC 6962, section 2.1, with SHA-256.
package enum MerkleTree {
    /// The root of a tree without leaves: the digest of nothing.
    package static let emptyRoot = Digest.sha256([])

    /// The hash of a leaf: SHA-256(0x00 || bytes).
    package static func leafHash(_ bytes: [UInt8]) -> Digest {
        Digest.hash { hasher in
            hasher.update(byte: 0x00)
            hasher.update(bytes)
        }
    }

    /// The hash of a node above two others: SHA-256(0x01 || left || right).
    package static func nodeHash(_ left: Digest, _ right: Digest) -> Digest {
        Digest.hash { hasher in
            hasher.update(byte: 0x01)
            hasher.update(left)
            hasher.update(right)
        }
    }

    /// The root over the bytes of leaves.
    package static func treeHash(_ leaves: some Sequence<[UInt8]>) -> Digest {
        root(ofLeafHashes: leaves.lazy.map(leafHash))
    }

    /// The root over leaf hashes.
    package static func root(ofLeafHashes hashes: some Sequence<Digest>) -> Digest {
        var frontier = MerkleFrontier()
        for hash in hashes { frontier.append(hash) }
        return frontier.root
    }

    /// The hash above whole subtrees that stand side by side, the largest first: joined from the right.
    static func join(_ subtrees: [Digest]) -> Digest {
        guard var hash = subtrees.last else { return emptyRoot }
        for left in subtrees.dropLast().reversed() { hash = nodeHash(left, hash) }
        return hash
    }

    /// The number of leaves left of the place where a tree of at least two leaves divides: the largest power of two below
    /// its size.
    static func split(_ size: Int64) -> Int64 { 1 << (63 - (size - 1).leadingZeroBitCount) }
}
