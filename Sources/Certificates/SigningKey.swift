import CLibCrypto

/// The system's libcrypto could not do what it was asked for.
package struct CertificateFault: Error, CustomStringConvertible {
    package let description: String
}

/// A new private key on the curve P-256, which every TLS library takes.
final class SigningKey: Sendable {
    /// What X.509 calls SubjectPublicKeyInfo.
    let publicInfo: [UInt8]
    /// The key itself, as PKCS #8 has it.
    let privateInfo: [UInt8]
    /// Never changed once it was made.
    nonisolated(unsafe) private let key: OpaquePointer

    init() throws(CertificateFault) {
        // What fails leaves its reason with the thread, where libpq would find it when its own TLS fails.
        defer { ERR_clear_error() }
        guard let key = SigningKey.made() else {
            throw CertificateFault(description: "the system's libcrypto could not make a key")
        }
        guard let publicInfo = SigningKey.bytes({ i2d_PUBKEY(key, $0) }),
            let privateInfo = SigningKey.privateInfo(of: key)
        else {
            EVP_PKEY_free(key)
            throw CertificateFault(description: "the system's libcrypto could not write a key")
        }
        (self.key, self.publicInfo, self.privateInfo) = (key, publicInfo, privateInfo)
    }

    deinit { EVP_PKEY_free(key) }

    /// ECDSA with SHA-256 over bytes, as DER has it.
    func sign(_ message: [UInt8]) throws(CertificateFault) -> [UInt8] {
        defer { ERR_clear_error() }
        var signature = [UInt8](repeating: 0, count: 128)
        var count = signature.count
        guard let context = EVP_MD_CTX_new() else {
            throw CertificateFault(description: "the system's libcrypto could not sign")
        }
        defer { EVP_MD_CTX_free(context) }
        guard EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key) == 1,
            EVP_DigestSign(context, &signature, &count, message, message.count) == 1
        else { throw CertificateFault(description: "the system's libcrypto could not sign") }
        return Array(signature.prefix(count))
    }

    private static func made() -> OpaquePointer? {
        guard let context = EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nil) else { return nil }
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1,
            EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, NID_X9_62_prime256v1) == 1,
            EVP_PKEY_keygen(context, &key) == 1
        else { return nil }
        return key
    }

    private static func privateInfo(of key: OpaquePointer) -> [UInt8]? {
        guard let info = EVP_PKEY2PKCS8(key) else { return nil }
        defer { PKCS8_PRIV_KEY_INFO_free(info) }
        return bytes { i2d_PKCS8_PRIV_KEY_INFO(info, $0) }
    }

    /// What libcrypto writes, once it was asked how long that is; nil where it can do neither.
    static func bytes(_ write: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32) -> [UInt8]? {
        let count = write(nil)
        guard count > 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(count))
        let written = bytes.withUnsafeMutableBufferPointer { buffer in
            var place = buffer.baseAddress
            return write(&place)
        }
        return written == count ? bytes : nil
    }
}
