/// What a witness signed under a checkpoint.
package struct AuditedCosignature: Sendable, Hashable {
    package var size: Int64
    /// The witness's public key.
    package var key: String
    package var line: String
    /// The checkpoint of that size; nil where there is none.
    package var note: [UInt8]?

    package init(size: Int64, key: String, line: String, note: [UInt8]?) {
        self.size = size
        self.key = key
        self.line = line
        self.note = note
    }
}

/// A checkpoint of an epoch that has ended.
package struct AuditedPastCheckpoint: Sendable, Hashable {
    package var epoch: Int
    package var size: Int64
    package var note: [UInt8]

    package init(epoch: Int, size: Int64, note: [UInt8]) {
        self.epoch = epoch
        self.size = size
        self.note = note
    }
}
