/// What stands in an event in place of personal data: a digest of the data and of a salt.
///
/// The data and its salt are kept beside the record and can be erased. While they are there, anyone who is shown both
/// can check that they are what the event commits to; once the salt is erased, the digest tells nothing about the data,
/// however few values it could have had. The bytes are described in docs/record.md.
package struct SaltedCommitment: Sendable, Hashable {
    /// Bytes in a salt. It must be drawn at random for each commitment and never be used again.
    package static let saltByteCount = 32

    /// The first bytes that are hashed; no leaf, node or event starts with them.
    package static let domain = "chancery/commitment/v1\n"

    /// What the event holds.
    package let digest: Digest

    package init(digest: Digest) { self.digest = digest }

    /// Commits to bytes, usually canonical JSON; nil when the salt is not 32 bytes long.
    package init?(to bytes: [UInt8], salt: [UInt8]) {
        guard salt.count == SaltedCommitment.saltByteCount else { return nil }
        digest = Digest.hash { hasher in
            hasher.update(Array(SaltedCommitment.domain.utf8))
            hasher.update(length: salt.count)
            hasher.update(salt)
            hasher.update(length: bytes.count)
            hasher.update(bytes)
        }
    }

    /// Whether these are the bytes and the salt that were committed to.
    package func isOpened(by bytes: [UInt8], salt: [UInt8]) -> Bool {
        SaltedCommitment(to: bytes, salt: salt) == self
    }
}
