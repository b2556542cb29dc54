import CLibCrypto

/// A SHA-256 digest. As text it is 64 lowercase hexadecimal digits.
package struct Digest: Sendable, Hashable {
    /// Bytes in a digest.
    package static let byteCount = 32

    // Four words in the order of the bytes: a plain value without a reference.
    private let first: UInt64
    private let second: UInt64
    private let third: UInt64
    private let fourth: UInt64

    /// Takes exactly 32 bytes.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Digest.byteCount else { return nil }
        self = bytes.withUnsafeBytes(Digest.init(copying:))
    }

    /// Reads exactly 64 lowercase hexadecimal digits.
    package init?(hex: String) {
        guard let bytes = Hexadecimal.decode(hex) else { return nil }
        self.init(bytes)
    }

    /// Copies 32 bytes that are known to be there.
    private init(copying bytes: UnsafeRawBufferPointer) {
        first = bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
        second = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        third = bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
        fourth = bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
    }

    /// The 32 bytes.
    package var bytes: [UInt8] { withUnsafeBytes(Array.init) }

    /// The 64 digits.
    package var hex: String { withUnsafeBytes(Hexadecimal.encode) }

    func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        Swift.withUnsafeBytes(of: (first, second, third, fourth), body)
    }
}

extension Digest {
    /// The SHA-256 digest of bytes.
    package static func sha256(_ bytes: [UInt8]) -> Digest { hash { $0.update(bytes) } }

    /// The digest of everything that `feed` hands to the hasher, in order.
    static func hash(_ feed: (inout Hasher) -> Void) -> Digest {
        var hasher = Hasher()
        feed(&hasher)
        return hasher.finish()
    }

    /// SHA-256 over parts.
    struct Hasher {
        // A plain value: a copy goes on by itself.
        private var state = SHA256_CTX()

        init() { SHA256_Init(&state) }

        mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

        mutating func update(_ bytes: UnsafeRawBufferPointer) { SHA256_Update(&state, bytes.baseAddress, bytes.count) }

        mutating func update(_ digest: Digest) { digest.withUnsafeBytes { update($0) } }

        mutating func update(byte: UInt8) { Swift.withUnsafeBytes(of: byte) { update($0) } }

        /// A length in front of a part, so that no two lists of parts have the same bytes.
        mutating func update(length: Int) {
            Swift.withUnsafeBytes(of: UInt64(length).bigEndian) { update($0) }
        }

        fileprivate func finish() -> Digest {
            var last = state
            return withUnsafeTemporaryAllocation(byteCount: Digest.byteCount, alignment: 1) { bytes in
                SHA256_Final(bytes.baseAddress, &last)
                return Digest(copying: UnsafeRawBufferPointer(bytes))
            }
        }
    }
}

extension Digest {
    /// A digest of bytes that come in parts.
    package struct Stream: Sendable {
        private var hasher = Hasher()

        package init() {}

        package mutating func update(_ bytes: [UInt8]) { hasher.update(bytes) }

        package mutating func update(_ bytes: UnsafeRawBufferPointer) { hasher.update(bytes) }

        /// The digest of all parts so far.
        package var value: Digest { hasher.finish() }
    }
}

extension Digest: CustomStringConvertible {
    package var description: String { hex }
}
