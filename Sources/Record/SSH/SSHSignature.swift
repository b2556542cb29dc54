import CLibCrypto

/// A signature as `ssh-keygen -Y sign` makes it (SSHSIG, version 1): by a person's key, for one purpose, over a digest.
package struct SSHSignature: Sendable, Hashable {
    package let key: SSHKey
    /// What the signature is for: one made for another purpose never counts.
    package let namespace: String
    /// `sha512` or `sha256`.
    package let hash: Hash
    private let signature: SSHRawSignature

    /// The digests that OpenSSH allows here.
    package enum Hash: String, Sendable, Hashable {
        case sha256
        case sha512

        func digest(of bytes: [UInt8]) -> [UInt8] {
            switch self {
            case .sha256: return Digest.sha256(bytes).bytes
            case .sha512:
                var digest = [UInt8](repeating: 0, count: Int(SHA512_DIGEST_LENGTH))
                SHA512(bytes, bytes.count, &digest)
                return digest
            }
        }
    }

    private static let magic = Array("SSHSIG".utf8)
    private static let armor = SSHArmor(label: "SSH SIGNATURE", what: "signature")

    /// Signs bytes for a purpose, with SHA-512 as OpenSSH does.
    package init(signing bytes: [UInt8], namespace: String, with signer: SSHPrivateKey) throws(SSHFault) {
        key = signer.key
        self.namespace = namespace
        hash = .sha512
        signature = SSHRawSignature(ed25519: try signer.sign(SSHSignature.message(bytes, namespace, .sha512)))
    }

    /// Reads the armored text.
    package init(text: String) throws(SSHFault) {
        let what = SSHSignature.armor.what
        var reader = SSHReader(try SSHSignature.armor.decode(text), of: what)
        guard try reader.bytes(6) == SSHSignature.magic, try reader.number() == 1 else { throw .malformed(what) }
        key = try SSHKey(blob: try reader.string())
        namespace = try reader.text()
        let reserved = try reader.string()
        guard let hash = Hash(rawValue: try reader.text()) else { throw .malformed(what) }
        self.hash = hash
        signature = try SSHRawSignature(blob: try reader.string(), by: key)
        guard reserved.isEmpty, reader.isAtEnd, !namespace.isEmpty else {
            throw .malformed(what)
        }
    }

    /// The armored text, as `ssh-keygen -Y sign` writes it.
    package var text: String {
        var writer = SSHWriter()
        writer.raw(SSHSignature.magic)
        writer.number(1)
        writer.string(key.blob)
        writer.text(namespace)
        writer.string([])
        writer.text(hash.rawValue)
        writer.string(signature.blob)
        return SSHSignature.armor.encode(writer.bytes)
    }

    /// Checks that the key in it signed these bytes for this purpose. Whose key it is stands elsewhere.
    package func verify(_ bytes: [UInt8], namespace: String) throws(SSHFault) {
        guard self.namespace.utf8.elementsEqual(namespace.utf8) else { throw .otherNamespace(self.namespace) }
        try signature.verify(SSHSignature.message(bytes, namespace, hash), by: key)
    }

    /// What the key signs: the purpose and the digest, under a magic word that no other protocol of SSH signs.
    private static func message(_ bytes: [UInt8], _ namespace: String, _ hash: Hash) -> [UInt8] {
        var writer = SSHWriter()
        writer.raw(magic)
        writer.text(namespace)
        writer.string([])
        writer.text(hash.rawValue)
        writer.string(hash.digest(of: bytes))
        return writer.bytes
    }
}
