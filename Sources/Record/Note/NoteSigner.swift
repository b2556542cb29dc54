import Crypto

/// A private key that signs notes. It never prints its secret.
package struct NoteSigner: Sendable {
    /// The key that checks what this one signs.
    package let key: NoteKey
    private let privateKey: Curve25519.Signing.PrivateKey

    /// Takes the 32 random bytes that an Ed25519 key is made from.
    package init(name: String, seed: [UInt8]) throws(NoteFault) {
        do {
            privateKey = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        } catch {
            throw .malformedKey
        }
        key = try NoteKey(name: name, publicKey: [UInt8](privateKey.publicKey.rawRepresentation))
    }

    /// Reads a private key from its text, `PRIVATE+KEY+name+id+seed`.
    package init(text: String) throws(NoteFault) {
        let parts = text.utf8.split(separator: UInt8(ascii: "+"), maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, let seed = Base64.decode(String(decoding: parts[4], as: UTF8.self)),
            seed.first == NoteKey.algorithm
        else { throw .malformedKey }
        try self.init(name: String(decoding: parts[2], as: UTF8.self), seed: Array(seed.dropFirst()))
        guard text.utf8.elementsEqual(secretText.utf8) else { throw .malformedKey }
    }

    /// The private key as text: for the key file alone.
    package var secretText: String {
        let seed = [NoteKey.algorithm] + [UInt8](privateKey.rawRepresentation)
        return "PRIVATE+KEY+\(key.name)+\(Hexadecimal.encode(key.id.bigEndianBytes))+\(Base64.encode(seed))"
    }

    /// Signs a text.
    func signature(of text: String) throws(NoteFault) -> NoteSignature {
        do {
            let signature = try privateKey.signature(for: Array(text.utf8))
            return NoteSignature(keyName: key.name, keyID: key.id, signature: [UInt8](signature))
        } catch {
            throw .malformedKey
        }
    }
}

extension NoteSigner: CustomStringConvertible {
    package var description: String { "signer \(key.text)" }
}
