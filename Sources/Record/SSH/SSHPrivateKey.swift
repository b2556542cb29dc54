/// A person's private key, read from the file that ssh-keygen writes: an Ed25519 key without a passphrase. Others sign through ssh-keygen.
/// It never prints its secret.
package struct SSHPrivateKey: Sendable {
    package let key: SSHKey
    package let comment: String
    private let seed: [UInt8]

    private static let armor = SSHArmor(label: "OPENSSH PRIVATE KEY", what: "private key")

    /// Reads the text of an unencrypted private key file.
    package init(text: String) throws(SSHFault) {
        let what = SSHPrivateKey.armor.what
        let (key, isPlain, secrets) = try SSHPrivateKey.parts(text)
        guard isPlain else { throw .encrypted }
        guard case .ed25519(let expected) = key.material else { throw .otherKind(key.kind.rawValue) }
        var inner = SSHReader(secrets, of: what)
        guard try inner.number() == (try inner.number()) else { throw .malformed(what) }
        guard try inner.text() == SSHKeyKind.ed25519.rawValue else { throw .malformed(what) }
        let publicKey = try inner.string()
        let secret = try inner.string()
        comment = try inner.text()
        let padding = inner.remaining
        guard padding.count < 8, padding.elementsEqual((0..<padding.count).map { UInt8($0 + 1) }),
            publicKey == expected, secret.count == 64, Array(secret.suffix(32)) == publicKey,
            Ed25519.publicKey(of: Array(secret.prefix(32))) == publicKey
        else { throw .malformed(what) }
        self.key = key
        seed = Array(secret.prefix(32))
    }

    /// The public half, which stands in the file in the clear, whatever protects the private one.
    package static func publicHalf(of text: String) throws(SSHFault) -> SSHKey { try parts(text).key }

    /// Whether a text is a private key in a form that this type does not read and ssh-keygen does.
    package static func isInOtherForm(_ text: String) -> Bool {
        text.hasPrefix("-----BEGIN ") && begins(text) && !text.hasPrefix("-----BEGIN \(armor.label)-----")
    }

    /// Whether a private key begins here, in whatever form.
    package static func begins(_ line: String) -> Bool {
        if line.hasPrefix("PuTTY-User-Key-File-") || line.hasPrefix("SSH PRIVATE KEY FILE FORMAT") { return true }
        let first = line.utf8.prefix { $0 != 0x0A && $0 != 0x0D }
        return line.hasPrefix("----") && String(decoding: first, as: UTF8.self).contains("PRIVATE KEY")
    }

    private static func parts(_ text: String) throws(SSHFault) -> (key: SSHKey, isPlain: Bool, secrets: [UInt8]) {
        let what = armor.what
        var outer = SSHReader(try armor.decode(text), of: what)
        guard try outer.bytes(15) == Array("openssh-key-v1\0".utf8) else { throw .malformed(what) }
        let cipher = try outer.text()
        let derivation = try outer.text()
        _ = try outer.string()
        guard try outer.number() == 1 else { throw .malformed(what) }
        let key = try SSHKey(blob: try outer.string())
        let secrets = try outer.string()
        // Some ciphers put a tag behind what they protect.
        let isPlain = cipher == "none" && derivation == "none"
        guard !isPlain || outer.isAtEnd else { throw .malformed(what) }
        return (key, isPlain, secrets)
    }

    func sign(_ bytes: [UInt8]) throws(SSHFault) -> [UInt8] {
        guard let signature = Ed25519.sign(bytes, seed: seed) else { throw .malformed("private key") }
        return signature
    }
}

extension SSHPrivateKey: CustomStringConvertible {
    package var description: String { "private key of \(key.fingerprint)" }
}
