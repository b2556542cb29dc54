import CLibCrypto

/// A public key for RSA (PKCS #1) or ECDSA, checked by the system's libcrypto. It holds what X.509 calls SubjectPublicKeyInfo.
struct PublicKey: Sendable, Hashable {
    /// The digests that signatures rest on. SHA-1 is not among them.
    enum Hash: Sendable, Hashable {
        case sha256
        case sha384
        case sha512

        var byteCount: Int {
            switch self {
            case .sha256: 32
            case .sha384: 48
            case .sha512: 64
            }
        }
    }

    /// How RSA fills up what it signs: by version 1.5, or with a salt as long as the digest (RFC 8017).
    enum Padding: Sendable, Hashable {
        case pkcs1
        case pss
    }

    private let encoded: [UInt8]

    /// An RSA key. Both numbers are written as SSH and DER do: big-endian, in as few bytes as keep the sign.
    init?(modulus: [UInt8], exponent: [UInt8]) {
        let algorithm: [UInt8] = [
            0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00,
        ]
        let numbers = DER.value(DER.integer, modulus) + DER.value(DER.integer, exponent)
        self.init(algorithm: algorithm, key: DER.value(DER.sequence, numbers))
    }

    /// A point, uncompressed; nil where it does not lie on the curve.
    init?(curve: EllipticCurve, point: [UInt8]) {
        guard point.first == 0x04, point.count == 1 + 2 * curve.coordinateByteCount else { return nil }
        let isKey: [UInt8] = [0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]
        self.init(algorithm: DER.value(DER.sequence, isKey + curve.objectIdentifier), key: point)
    }

    private init?(algorithm: [UInt8], key: [UInt8]) {
        encoded = DER.value(DER.sequence, algorithm + DER.value(DER.bitString, [0] + key))
        guard withKey({ _ in true }) == true else { return nil }
    }

    /// Whether the owner of the key made a signature over bytes: for ECDSA in DER, for RSA as long as the modulus.
    func isValid(
        _ signature: [UInt8], of message: [UInt8], _ hash: Hash, padding: Padding = .pkcs1
    ) -> Bool {
        let verified: Bool? = withKey { key in
            guard let context = EVP_MD_CTX_new() else { return nil }
            defer { EVP_MD_CTX_free(context) }
            var parameters: OpaquePointer?
            guard EVP_DigestVerifyInit(context, &parameters, PublicKey.digest(hash), nil, key) == 1 else {
                return false
            }
            if padding == .pss {
                guard EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1,
                    EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, RSA_PSS_SALTLEN_DIGEST) == 1
                else { return false }
            }
            return EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
        }
        return verified ?? false
    }

    private static func digest(_ hash: Hash) -> OpaquePointer? {
        switch hash {
        case .sha256: EVP_sha256()
        case .sha384: EVP_sha384()
        case .sha512: EVP_sha512()
        }
    }

    private func withKey<Result>(_ body: (OpaquePointer) -> Result?) -> Result? {
        // What fails leaves its reason with the thread, where libpq would find it when its own TLS fails.
        defer { ERR_clear_error() }
        return encoded.withUnsafeBufferPointer { bytes in
            var place = bytes.baseAddress
            guard let key = d2i_PUBKEY(nil, &place, bytes.count) else { return nil }
            defer { EVP_PKEY_free(key) }
            return body(key)
        }
    }
}
