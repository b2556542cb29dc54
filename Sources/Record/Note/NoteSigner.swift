/// A private key that signs notes. It never prints its secret.
package struct NoteSigner: Sendable {
    /// The key that checks what this one signs.
    package let key: NoteKey
    private let seed: [UInt8]

    /// Takes the 32 random bytes that an Ed25519 key is made from.
    package init(name: String, kind: NoteKey.Kind = .log, seed: [UInt8]) throws(NoteFault) {
        guard let publicKey = Ed25519.publicKey(of: seed) else { throw .malformedKey }
        self.seed = seed
        key = try NoteKey(name: name, kind: kind, publicKey: publicKey)
    }

    /// Reads a private key from its text, `PRIVATE+KEY+name+id+seed`.
    package init(text: String) throws(NoteFault) {
        let parts = text.utf8.split(separator: UInt8(ascii: "+"), maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, let seed = Base64.decode(String(decoding: parts[4], as: UTF8.self)),
            let kind = seed.first.flatMap(NoteKey.Kind.init)
        else { throw .malformedKey }
        try self.init(name: String(decoding: parts[2], as: UTF8.self), kind: kind, seed: Array(seed.dropFirst()))
        guard text.utf8.elementsEqual(secretText.utf8) else { throw .malformedKey }
    }

    /// The private key as text: for the key file alone.
    package var secretText: String {
        let secret = Base64.encode([key.kind.rawValue] + seed)
        return "PRIVATE+KEY+\(key.name)+\(Hexadecimal.encode(key.id.bigEndianBytes))+\(secret)"
    }

    /// Signs the text of a note as its log.
    func signature(of text: String) throws(NoteFault) -> NoteSignature {
        guard key.kind == .log else { throw .wrongKind(key.name) }
        return NoteSignature(keyName: key.name, keyID: key.id, signature: try sign(Array(text.utf8)))
    }

    /// Cosigns the text of a checkpoint as a witness that saw it at a time, in seconds since 1970 (C2SP tlog-cosignature).
    package func cosignature(of text: String, at seconds: Int64) throws(NoteFault) -> NoteSignature {
        guard key.kind == .cosignature, (0...Cosignature.latest).contains(seconds) else { throw .wrongKind(key.name) }
        let signature = try sign(Cosignature.message(text, at: seconds))
        return NoteSignature(
            keyName: key.name, keyID: key.id, signature: Cosignature.bytes(of: seconds) + signature)
    }

    private func sign(_ bytes: [UInt8]) throws(NoteFault) -> [UInt8] {
        guard let signature = Ed25519.sign(bytes, seed: seed) else { throw .malformedKey }
        return signature
    }
}

extension NoteSigner: CustomStringConvertible {
    package var description: String { "signer \(key.text)" }
}
