package import CivilTime

/// What became of a witness's line.
package struct SeenCosignature: Sendable {
    /// As the server's policy names it.
    package var witness: String
    /// The line was not known before.
    package var isNew: Bool
    /// When the witness saw the checkpoint.
    package var at: Instant?
    /// Whether a quorum has seen it now; nil where the policy asks for none.
    package var isWitnessed: Bool?
}
