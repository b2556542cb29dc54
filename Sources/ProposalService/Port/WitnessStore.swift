/// The part of the port that keeps what witnesses signed.
package protocol WitnessStore: Sendable {
    /// Keeps a witness's signature line under the checkpoint of a size; the first one stays.
    /// - Returns: whether it is new.
    func cosign(forum: String, size: Int64, key: String, line: String) async throws(StoreError) -> Bool

    /// The published checkpoints of these sizes with the signature lines that were kept under them.
    func checkpoints(forum: String, sizes: [Int64]) async throws(StoreError) -> [Int64: CosignedNote]

    /// By whom checkpoints were cosigned, the largest first: those below a size that at least so many of these keys cosigned.
    func cosigners(
        forum: String, keys: [String], atLeast count: Int, below size: Int64?, limit: Int
    ) async throws(StoreError) -> [Cosigners]
}

/// A published checkpoint, and the lines of its witnesses.
package struct CosignedNote: Sendable, Hashable {
    package var note: [UInt8]
    package var lines: [String]

    package init(note: [UInt8], lines: [String]) {
        self.note = note
        self.lines = lines
    }
}

/// The keys under the checkpoint of a size.
package struct Cosigners: Sendable, Hashable {
    package var size: Int64
    package var keys: [String]

    package init(size: Int64, keys: [String]) {
        self.size = size
        self.keys = keys
    }
}
