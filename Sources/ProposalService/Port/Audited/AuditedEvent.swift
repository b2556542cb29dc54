package import CivilTime

/// A row of the events as it is stored.
package struct AuditedEvent: Sendable {
    package var position: Int64
    package var stream: String
    package var version: Int64
    package var kind: String
    package var from: String?
    package var to: String?
    package var lifecycle: [UInt8]?
    package var recordedAt: Instant
    package var account: String
    package var bytes: [UInt8]
    package var digest: [UInt8]
    package var leafHash: [UInt8]
    /// Whether the tables have a row for its stream.
    package var hasRow: Bool

    package init(
        position: Int64, stream: String, version: Int64, kind: String, from: String?, to: String?, lifecycle: [UInt8]?,
        recordedAt: Instant, account: String, bytes: [UInt8], digest: [UInt8], leafHash: [UInt8], hasRow: Bool
    ) {
        self.position = position
        self.stream = stream
        self.version = version
        self.kind = kind
        self.from = from
        self.to = to
        self.lifecycle = lifecycle
        self.recordedAt = recordedAt
        self.account = account
        self.bytes = bytes
        self.digest = digest
        self.leafHash = leafHash
        self.hasRow = hasRow
    }
}
