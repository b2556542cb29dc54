/// A person's public key, in the form of OpenSSH. Only Ed25519 is used.
package struct SSHKey: Sendable, Hashable {
    static let algorithm = "ssh-ed25519"

    /// The 32 bytes of the Ed25519 public key.
    package let publicKey: [UInt8]

    package init(publicKey: [UInt8]) throws(SSHFault) {
        guard publicKey.count == Ed25519.keyByteCount else { throw .malformed("public key") }
        self.publicKey = publicKey
    }

    /// Reads a line of an `id_ed25519.pub` file: the kind, base 64, and a comment that is left out here.
    package init(line: String) throws(SSHFault) {
        let words = line.utf8.split { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D }.map {
            String(decoding: $0, as: UTF8.self)
        }
        guard words.count >= 2, let bytes = Base64.decode(words[1]) else { throw .notArmored("public key") }
        guard words[0] == SSHKey.algorithm else { throw .otherAlgorithm(words[0]) }
        try self.init(blob: bytes)
    }

    /// Reads the binary form.
    init(blob: [UInt8]) throws(SSHFault) {
        var reader = SSHReader(blob, of: "public key")
        let algorithm = try reader.text()
        guard algorithm == SSHKey.algorithm else { throw .otherAlgorithm(algorithm) }
        let key = try reader.string()
        guard reader.isAtEnd else { throw .malformed("public key") }
        try self.init(publicKey: key)
    }

    /// The binary form.
    var blob: [UInt8] {
        var writer = SSHWriter()
        writer.text(SSHKey.algorithm)
        writer.string(publicKey)
        return writer.bytes
    }

    /// `ssh-ed25519 BASE64`, without a comment.
    package var line: String { "\(SSHKey.algorithm) \(Base64.encode(blob))" }

    /// `SHA256:…`, as `ssh-keygen -l` prints it.
    package var fingerprint: String {
        let digest = Base64.encode(Digest.sha256(blob).bytes)
        return "SHA256:" + digest.prefix { $0 != "=" }
    }

    /// Whether this key made a raw Ed25519 signature over bytes.
    func verifies(_ signature: [UInt8], of bytes: [UInt8]) -> Bool {
        Ed25519.isValid(signature, of: bytes, by: publicKey)
    }
}

/// A person's private key, read from the file that ssh-keygen writes. It never prints its secret.
package struct SSHPrivateKey: Sendable {
    package let key: SSHKey
    package let comment: String
    private let seed: [UInt8]

    private static let armor = SSHArmor(label: "OPENSSH PRIVATE KEY", what: "private key")

    /// Reads the text of an unencrypted private key file.
    package init(text: String) throws(SSHFault) {
        let what = SSHPrivateKey.armor.what
        var outer = SSHReader(try SSHPrivateKey.armor.decode(text), of: what)
        guard try outer.bytes(15) == Array("openssh-key-v1\0".utf8) else { throw .malformed(what) }
        let cipher = try outer.text()
        let derivation = try outer.text()
        _ = try outer.string()
        guard cipher == "none", derivation == "none" else { throw .encrypted }
        guard try outer.number() == 1 else { throw .malformed(what) }
        let key = try SSHKey(blob: try outer.string())
        var inner = SSHReader(try outer.string(), of: what)
        guard outer.isAtEnd, try inner.number() == (try inner.number()) else { throw .malformed(what) }
        let algorithm = try inner.text()
        guard algorithm == SSHKey.algorithm else { throw .otherAlgorithm(algorithm) }
        let publicKey = try inner.string()
        let secret = try inner.string()
        comment = try inner.text()
        let padding = inner.remaining
        guard padding.count < 8, padding.elementsEqual((0..<padding.count).map { UInt8($0 + 1) }),
            publicKey == key.publicKey, secret.count == 64, Array(secret.suffix(32)) == publicKey,
            Ed25519.publicKey(of: Array(secret.prefix(32))) == publicKey
        else { throw .malformed(what) }
        self.key = key
        seed = Array(secret.prefix(32))
    }

    func sign(_ bytes: [UInt8]) throws(SSHFault) -> [UInt8] {
        guard let signature = Ed25519.sign(bytes, seed: seed) else { throw .malformed("private key") }
        return signature
    }
}

extension SSHPrivateKey: CustomStringConvertible {
    package var description: String { "private key of \(key.fingerprint)" }
}
