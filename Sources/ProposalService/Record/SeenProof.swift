package import Record

/// A proof that was asked for.
package enum SeenProof: Sendable {
    case consistency(ConsistencyProof)
    /// Of the event with this hash as a leaf.
    case inclusion(InclusionProof, leaf: Digest)
}
