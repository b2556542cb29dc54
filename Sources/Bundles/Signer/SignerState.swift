package import Record
import Wording

/// What a log's signer remembers outside the database: the last tree it signed, and whether the stored tree broke with it.
package struct SignerState: Sendable, Hashable {
    /// The name of the record and of the key that signs it.
    package let origin: String
    package private(set) var size: Int64
    package private(set) var root: Digest
    /// Why nothing is signed any more; nil while all is well.
    package private(set) var divergence: Divergence?

    /// How the stored tree broke with what was signed.
    package enum Divergence: Sendable, Hashable, CustomStringConvertible {
        /// The stored record is shorter than what was signed.
        case shrunk(to: Int64, from: Int64)
        /// At the size that was signed, the stored tree has another root.
        case rewritten(size: Int64)
        /// A stored event no longer has the hash under which it stands in the tree.
        case changed(position: Int64)
        /// The record and this state were restored from a backup, made when so many events were signed.
        case restored(size: Int64)

        package var description: String {
            switch self {
            case .shrunk(let size, let signed):
                "the stored record has \(counted(size, "event")), but \(signed) were signed: the end of it is gone"
            case .rewritten(let size): "the first \(size) events are not those that were signed"
            case .changed(let position): "the bytes of event \(position) are not those that stand in the tree"
            case .restored(let size):
                "it was restored from a backup, and what was signed after its first \(counted(size, "event")) is not known"
            }
        }
    }

    package enum Action: Sendable, Hashable {
        /// Nothing new to sign.
        case rest
        /// Keep the state on the disk, then sign and publish this tree.
        case keepThenSign(size: Int64, root: Digest)
        /// Sign nothing, keep the state, and take no more writes.
        case refuse(Divergence)
    }

    /// A signer that has signed nothing yet.
    package init(origin: String) {
        self.init(origin: origin, size: 0, root: MerkleTree.emptyRoot, divergence: nil)
    }

    /// A signer that goes on from a checkpoint that it signed.
    package init(signed checkpoint: Checkpoint) {
        self.init(origin: checkpoint.origin, size: checkpoint.size, root: checkpoint.root, divergence: nil)
    }

    init(origin: String, size: Int64, root: Digest, divergence: Divergence?) {
        self.origin = origin
        self.size = size
        self.root = root
        self.divergence = divergence
    }

    /// The stored record has fewer events than were signed, or just as many as these.
    package mutating func recordCounted(_ stored: Int64) -> Action? {
        if let divergence { return .refuse(divergence) }
        return stored < size ? diverged(.shrunk(to: stored, from: size)) : nil
    }

    /// The record was restored from a backup, and this state with it: what was signed since is not known.
    package mutating func restored() {
        if divergence == nil { divergence = .restored(size: size) }
    }

    /// The bytes of an event were hashed again, and do not have the hash that stands in the tree.
    package mutating func eventChanged(at position: Int64) -> Action {
        diverged(divergence ?? .changed(position: position))
    }

    /// The stored tree, as it stood at the size signed last, was extended by events whose bytes were hashed again.
    package mutating func treeExtended(from stored: TileEdge, to extended: TileEdge) -> Action {
        if let divergence { return .refuse(divergence) }
        guard stored.size == size, stored.root == root else { return diverged(.rewritten(size: size)) }
        return advance(to: extended.size, extended.root)
    }

    /// The stored tree has a root now, and there is a proof that it begins with the tree that was signed.
    package mutating func treeProven(size: Int64, root: Digest, by proof: ConsistencyProof) -> Action {
        if let divergence { return .refuse(divergence) }
        guard size >= self.size else { return diverged(.shrunk(to: size, from: self.size)) }
        guard proof.oldSize == self.size, proof.newSize == size,
            (try? proof.verify(oldRoot: self.root, newRoot: root)) != nil
        else { return diverged(.rewritten(size: self.size)) }
        return advance(to: size, root)
    }

    private mutating func advance(to size: Int64, _ root: Digest) -> Action {
        guard size >= self.size else { return diverged(.shrunk(to: size, from: self.size)) }
        guard size > self.size else { return root == self.root ? .rest : diverged(.rewritten(size: size)) }
        self.size = size
        self.root = root
        return .keepThenSign(size: size, root: root)
    }

    private mutating func diverged(_ divergence: Divergence) -> Action {
        self.divergence = divergence
        return .refuse(divergence)
    }
}
