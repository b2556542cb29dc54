/// A witness's signature under a checkpoint, with the time at which it saw it (C2SP tlog-cosignature, v1).
package struct Cosignature: Sendable, Hashable {
    package let key: NoteKey
    /// Seconds since 1970-01-01T00:00:00Z.
    package let seconds: Int64

    /// The latest time that counts: the end of the year 9999.
    package static let latest: Int64 = 253_402_300_799

    /// What is signed: two lines before the text of the checkpoint.
    static func message(_ text: String, at seconds: Int64) -> [UInt8] {
        Array("cosignature/v1\ntime \(seconds)\n\(text)".utf8)
    }

    /// The time as eight bytes, the highest first.
    static func bytes(of seconds: Int64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: seconds >> Int64(56 - 8 * $0)) }
    }

    /// The time and the Ed25519 signature that follows it; nil for bytes of another length or an impossible time.
    static func parts(of bytes: [UInt8]) -> (seconds: Int64, signature: [UInt8])? {
        guard bytes.count == 72 else { return nil }
        var seconds: UInt64 = 0
        for byte in bytes.prefix(8) { seconds = seconds << 8 | UInt64(byte) }
        guard let exact = Int64(exactly: seconds), exact <= latest else { return nil }
        return (exact, Array(bytes.dropFirst(8)))
    }
}

extension SignedNote {
    /// The cosignatures by these witnesses. One that claims to be by a witness and does not fit refuses the whole note; of several by
    /// one witness the earliest counts, for that is when it had seen the checkpoint.
    package func cosignatures(by witnesses: [NoteKey]) throws(NoteFault) -> [Cosignature] {
        var result: [Cosignature] = []
        for key in witnesses where key.kind == .cosignature && !result.contains(where: { $0.key == key }) {
            var earliest: Int64?
            for signature in signatures where key.claims(signature) {
                guard key.verifies(signature.signature, of: text),
                    let (seconds, _) = Cosignature.parts(of: signature.signature)
                else { throw .wrongSignature(by: key.name) }
                earliest = min(earliest ?? seconds, seconds)
            }
            if let earliest { result.append(Cosignature(key: key, seconds: earliest)) }
        }
        return result
    }

    /// Whether every signature names one of these keys.
    package func isSignedOnly(by keys: [NoteKey]) -> Bool {
        signatures.allSatisfy { signature in keys.contains { $0.claims(signature) } }
    }
}
