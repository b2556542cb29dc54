/// One signature line of a note.
package struct NoteSignature: Sendable, Hashable {
    package let keyName: String
    package let keyID: UInt32
    /// What follows the key id; for Ed25519, 64 bytes.
    package let signature: [UInt8]

    package init(keyName: String, keyID: UInt32, signature: [UInt8]) {
        self.keyName = keyName
        self.keyID = keyID
        self.signature = signature
    }

    /// Reads a line without its line break: em dash, space, key name, space, base 64 of key id and signature.
    package init?(line: some BidirectionalCollection<UInt8>) {
        let mark = Array("— ".utf8)
        guard line.starts(with: mark) else { return nil }
        let parts = line.dropFirst(mark.count).split(separator: 0x20, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let name = String(decoding: parts[0], as: UTF8.self)
        guard NoteKey.isName(name), let bytes = Base64.decode(String(decoding: parts[1], as: UTF8.self)),
            bytes.count > 4
        else { return nil }
        self.init(
            keyName: name, keyID: UInt32(bigEndianBytes: bytes.prefix(4)), signature: Array(bytes.dropFirst(4)))
    }

    /// The line without its line break.
    package var line: String { "— \(keyName) \(Base64.encode(keyID.bigEndianBytes + signature))" }
}
