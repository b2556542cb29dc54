package import CanonicalJSON

/// A write that was done, now or before.
package struct DoneWrite: Sendable, Hashable {
    /// What it did; nil where it was done before, and only what was kept of it is told again.
    package var answer: WriteAnswer?
    /// The answer as it was written when the write was done.
    package var object: JSONObject
    /// The place of its first event in the record; nil where it made none.
    package var position: Int64?
    package var leafHash: [UInt8]?

    /// Whether its key was used before for the same request.
    package var isRepeated: Bool { answer == nil }
}

/// What became of a write.
package typealias ServiceOutcome = Result<DoneWrite, ServiceFailure>
