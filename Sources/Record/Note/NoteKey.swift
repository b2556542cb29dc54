/// A public key that signs notes: an Ed25519 key under a name (C2SP signed-note).
package struct NoteKey: Sendable, Hashable {
    /// What a key signs, by the byte that says so in key ids and in the text of keys.
    package enum Kind: UInt8, Sendable, Hashable {
        /// The text of the note: a log's own signature.
        case log = 1
        /// The text with the time at which it was seen (C2SP tlog-cosignature): a witness's.
        case cosignature = 4
    }

    package let kind: Kind
    /// Who signs, usually like an address: `example.org/record/forum`.
    package let name: String
    /// The first four bytes of SHA-256(name || 0x0A || kind || key).
    package let id: UInt32
    /// The 32 bytes of the Ed25519 public key.
    package let publicKey: [UInt8]

    package init(name: String, kind: Kind = .log, publicKey: [UInt8]) throws(NoteFault) {
        guard NoteKey.isName(name) else { throw .malformedKeyName }
        guard publicKey.count == Ed25519.keyByteCount else { throw .malformedKey }
        self.name = name
        self.kind = kind
        self.publicKey = publicKey
        let digest = Digest.sha256(Array(name.utf8) + [0x0A, kind.rawValue] + publicKey)
        id = UInt32(bigEndianBytes: digest.bytes.prefix(4))
    }

    /// Reads a key from its text, `name+id+key`, with the id in hexadecimal, the kind and key in base 64.
    package init(text: String) throws(NoteFault) {
        // The key may hold a plus itself, so only the first two divide.
        let parts = text.utf8.split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let encoded = Base64.decode(String(decoding: parts[2], as: UTF8.self)),
            let kind = encoded.first.flatMap(Kind.init)
        else { throw .malformedKey }
        try self.init(
            name: String(decoding: parts[0], as: UTF8.self), kind: kind, publicKey: Array(encoded.dropFirst()))
        guard text.utf8.elementsEqual(self.text.utf8) else { throw .malformedKey }
    }

    /// The key as text, as policies and configurations write it.
    package var text: String {
        "\(name)+\(Hexadecimal.encode(id.bigEndianBytes))+\(Base64.encode([kind.rawValue] + publicKey))"
    }

    /// Whether this key made a signature over a text.
    package func verifies(_ signature: [UInt8], of text: String) -> Bool {
        switch kind {
        case .log: return Ed25519.isValid(signature, of: Array(text.utf8), by: publicKey)
        case .cosignature:
            guard let (seconds, bytes) = Cosignature.parts(of: signature) else { return false }
            return Ed25519.isValid(bytes, of: Cosignature.message(text, at: seconds), by: publicKey)
        }
    }

    /// Whether a signature line says that it is by this key.
    package func claims(_ signature: NoteSignature) -> Bool {
        id == signature.keyID && name.utf8.elementsEqual(signature.keyName.utf8)
    }

    /// Whether a text can name a key: not empty, no Unicode space, no plus, no control character.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "+" && !$0.properties.isWhitespace }
    }

    package static func == (left: NoteKey, right: NoteKey) -> Bool {
        left.kind == right.kind && left.publicKey == right.publicKey && left.name.utf8.elementsEqual(right.name.utf8)
    }
}

extension UInt32 {
    /// Four bytes, the highest first.
    init(bigEndianBytes bytes: some Sequence<UInt8>) { self = bytes.reduce(0) { $0 << 8 | UInt32($1) } }

    var bigEndianBytes: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: self >> (24 - 8 * $0)) } }
}
