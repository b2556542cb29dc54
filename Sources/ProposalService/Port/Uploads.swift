package import CivilTime

/// What an account sends to one proposal under one digest: nobody else's bytes of the same digest are looked at.
package struct UploadKey: Sendable, Hashable {
    package var account: String
    package var ref: String
    /// SHA-256 as 64 lowercase hexadecimal digits.
    package var digest: String

    package init(account: String, ref: String, digest: String) {
        self.account = account
        self.ref = ref
        self.digest = digest
    }
}

/// A document of which the last bytes have not come yet.
package struct StagedUpload: Sendable, Hashable {
    package var size: Int
    package var received: Int
    /// Which of the account's open uploads it is, from 1; no two have the same.
    package var slot: Int
    /// When bytes came last.
    package var touchedAt: Instant
    /// The bytes received, where the plan asked for them.
    package var content: [UInt8]?

    package init(size: Int, received: Int, slot: Int, touchedAt: Instant, content: [UInt8]? = nil) {
        self.size = size
        self.received = received
        self.slot = slot
        self.touchedAt = touchedAt
        self.content = content
    }

    /// How many uploads of one account are open at a time.
    package static let mostOpen = 4
    /// How long after its last bytes an upload is given up, in microseconds: a day.
    package static let lifetime: Int64 = 86_400_000_000

    package func isStale(at now: Instant) -> Bool { touchedAt.microseconds + StagedUpload.lifetime < now.microseconds }
}

/// What a batch does to one open upload.
package struct UploadWrite: Sendable, Hashable {
    package var key: UploadKey
    /// How it stands after the batch; nil where it is gone.
    package var upload: StagedUpload?
    /// How many bytes were stored before; nil where nothing was.
    package var receivedBefore: Int?
    /// The bytes that came, from ``receivedBefore`` on.
    package var parts: [[UInt8]]

    package init(key: UploadKey, upload: StagedUpload?, receivedBefore: Int?, parts: [[UInt8]]) {
        self.key = key
        self.upload = upload
        self.receivedBefore = receivedBefore
        self.parts = parts
    }
}

/// The bytes of a document; stored once, whoever files them.
package struct NewDocument: Sendable, Hashable {
    package var digest: String
    package var content: [UInt8]

    package init(digest: String, content: [UInt8]) {
        self.digest = digest
        self.content = content
    }
}
