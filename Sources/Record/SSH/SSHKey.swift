/// A person's public key, in the form of OpenSSH.
package struct SSHKey: Sendable, Hashable {
    /// The fewest and the most bits of an RSA key that are used.
    package static let leastModulusBits = 2048
    static let mostModulusBits = 16384

    package let kind: SSHKeyKind
    /// The binary form. Each key has one: all numbers in it are as short as they can be.
    let blob: [UInt8]
    let material: Material

    /// What checks a signature.
    enum Material: Sendable, Hashable {
        case ed25519([UInt8])
        case rsa(PublicKey, byteCount: Int)
        case ecdsa(PublicKey, EllipticCurve)
        /// A security key signs more than it is given: for which use it was made, whether it was touched, and a counter.
        indirect case securityKey(Material, application: [UInt8])
    }

    /// Reads the binary form.
    init(blob: [UInt8]) throws(SSHFault) {
        var reader = SSHReader(blob, of: "public key")
        let name = try reader.text()
        guard let kind = SSHKeyKind(rawValue: name) else {
            throw name.hasSuffix("-cert-v01@openssh.com") ? .certificate(name) : .otherKind(name)
        }
        var material: Material
        if let curve = kind.curve {
            guard try reader.text() == curve.rawValue,
                let key = PublicKey(curve: curve, point: try reader.string())
            else { throw .malformed("public key") }
            material = .ecdsa(key, curve)
        } else if kind == .rsa {
            material = try SSHKey.rsa(&reader)
        } else {
            let key = try reader.string()
            guard key.count == Ed25519.keyByteCount else { throw .malformed("public key") }
            material = .ed25519(key)
        }
        if kind.isSecurityKey { material = .securityKey(material, application: try reader.string()) }
        guard reader.isAtEnd else { throw .malformed("public key") }
        self.kind = kind
        self.blob = blob
        self.material = material
    }

    private static func rsa(_ reader: inout SSHReader) throws(SSHFault) -> Material {
        let exponent = try reader.positiveNumber()
        let modulus = try reader.positiveNumber()
        let digits = modulus.drop { $0 == 0 }
        let bits = digits.count * 8 - (digits.first?.leadingZeroBitCount ?? 0)
        guard bits >= leastModulusBits else { throw .weak(bits) }
        // Even ones are no keys, 1 signs nothing, and a long exponent only costs whoever checks.
        guard bits <= mostModulusBits, modulus.last.map({ $0 & 1 == 1 }) ?? false,
            exponent.last.map({ $0 & 1 == 1 }) ?? false, exponent != [1], exponent.drop(while: { $0 == 0 }).count <= 8,
            let key = PublicKey(modulus: modulus, exponent: exponent)
        else { throw .malformed("public key") }
        return .rsa(key, byteCount: digits.count)
    }

    /// The kind and the key in base 64, without a comment.
    package var line: String { "\(kind.rawValue) \(Base64.encode(blob))" }

    /// `SHA256:…`, as `ssh-keygen -l` prints it.
    package var fingerprint: String {
        let digest = Base64.encode(Digest.sha256(blob).bytes)
        return "SHA256:" + digest.prefix { $0 != "=" }
    }
}
