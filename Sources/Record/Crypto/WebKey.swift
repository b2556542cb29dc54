import CLibCrypto

/// A public key by which tokens of the web are signed (RFC 7517, RFC 7518, RFC 8037): RSA, ECDSA or Ed25519.
package struct WebKey: Sendable, Hashable {
    /// The algorithms of JSON Web Signatures that count here. None of them rests on a secret that both sides know.
    package enum Algorithm: String, Sendable, Hashable, CaseIterable {
        case rs256 = "RS256"
        case rs384 = "RS384"
        case rs512 = "RS512"
        case ps256 = "PS256"
        case ps384 = "PS384"
        case ps512 = "PS512"
        case es256 = "ES256"
        case es384 = "ES384"
        case es512 = "ES512"
        case edDSA = "EdDSA"

        var hash: PublicKey.Hash {
            switch self {
            case .rs256, .ps256, .es256: .sha256
            case .rs384, .ps384, .es384: .sha384
            case .rs512, .ps512, .es512, .edDSA: .sha512
            }
        }

        /// The digest that the algorithm rests on, of other bytes: what a token says of an access token is the first half of one.
        package func digest(of bytes: [UInt8]) -> [UInt8] {
            var digest = [UInt8](repeating: 0, count: hash.byteCount)
            switch hash {
            case .sha256: SHA256(bytes, bytes.count, &digest)
            case .sha384: SHA384(bytes, bytes.count, &digest)
            case .sha512: SHA512(bytes, bytes.count, &digest)
            }
            return digest
        }
    }

    /// A curve by the name that a key gives it.
    package enum Curve: String, Sendable, Hashable, CaseIterable {
        case p256 = "P-256"
        case p384 = "P-384"
        case p521 = "P-521"

        fileprivate var curve: EllipticCurve {
            switch self {
            case .p256: .nistp256
            case .p384: .nistp384
            case .p521: .nistp521
            }
        }
    }

    private enum Material: Sendable, Hashable {
        case rsa(PublicKey, byteCount: Int)
        case ecdsa(PublicKey, EllipticCurve)
        case ed25519([UInt8])
    }

    private let material: Material

    /// An RSA key of 2048 to 16384 bits; both numbers are big-endian. Nil where it is none.
    package init?(modulus: [UInt8], exponent: [UInt8]) {
        let (modulus, exponent) = (modulus.drop { $0 == 0 }, exponent.drop { $0 == 0 })
        let bits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0)
        // Even ones are no keys, 1 signs nothing, and a long exponent only costs whoever checks.
        guard (SSHKey.leastModulusBits...SSHKey.mostModulusBits).contains(bits),
            modulus.last.map({ $0 & 1 == 1 }) ?? false,
            exponent.last.map({ $0 & 1 == 1 }) ?? false, Array(exponent) != [1], exponent.count <= 8,
            let key = PublicKey(modulus: DER.unsigned(modulus), exponent: DER.unsigned(exponent))
        else { return nil }
        material = .rsa(key, byteCount: modulus.count)
    }

    /// A point on a curve, each coordinate as long as the curve has it. Nil where it lies on none.
    package init?(_ curve: Curve, x: [UInt8], y: [UInt8]) {
        let curve = curve.curve
        guard x.count == curve.coordinateByteCount, y.count == x.count,
            let key = PublicKey(curve: curve, point: [0x04] + x + y)
        else { return nil }
        material = .ecdsa(key, curve)
    }

    /// A key of Ed25519, 32 bytes.
    package init?(ed25519 key: [UInt8]) {
        guard key.count == Ed25519.keyByteCount else { return nil }
        material = .ed25519(key)
    }

    /// Whether a key of this kind signs by an algorithm. Each curve of ECDSA has its own.
    package func fits(_ algorithm: Algorithm) -> Bool {
        switch (material, algorithm) {
        case (.rsa, .rs256), (.rsa, .rs384), (.rsa, .rs512), (.rsa, .ps256), (.rsa, .ps384), (.rsa, .ps512): true
        case (.ecdsa(_, let curve), .es256): curve == .nistp256
        case (.ecdsa(_, let curve), .es384): curve == .nistp384
        case (.ecdsa(_, let curve), .es512): curve == .nistp521
        case (.ed25519, .edDSA): true
        case (.rsa, _), (.ecdsa, _), (.ed25519, _): false
        }
    }

    /// Whether the owner of the key made a signature over bytes, in the form that JSON Web Signatures give it.
    package func isValid(_ signature: [UInt8], of message: [UInt8], _ algorithm: Algorithm) -> Bool {
        guard fits(algorithm) else { return false }
        switch material {
        case .rsa(let key, let byteCount):
            let isPSS = [.ps256, .ps384, .ps512].contains(algorithm)
            return signature.count == byteCount
                && key.isValid(signature, of: message, algorithm.hash, padding: isPSS ? .pss : .pkcs1)
        case .ecdsa(let key, let curve):
            let half = curve.coordinateByteCount
            guard signature.count == 2 * half else { return false }
            let halves = [signature[..<half], signature[half...]].flatMap { DER.value(DER.integer, DER.unsigned($0)) }
            return key.isValid(DER.value(DER.sequence, halves), of: message, algorithm.hash)
        case .ed25519(let key):
            return signature.count == Ed25519.signatureByteCount && Ed25519.isValid(signature, of: message, by: key)
        }
    }
}
