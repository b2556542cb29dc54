import CLibCrypto

/// Ed25519 (RFC 8032) by the system's libcrypto; keys and signatures are bytes.
enum Ed25519 {
    /// Bytes in a seed and in a public key.
    static let keyByteCount = 32
    /// Bytes in a signature.
    static let signatureByteCount = 64

    /// The public key that belongs to a seed; nothing unless the seed has 32 bytes.
    static func publicKey(of seed: [UInt8]) -> [UInt8]? {
        withKey(EVP_PKEY_new_raw_private_key, seed) { key in
            var bytes = [UInt8](repeating: 0, count: keyByteCount)
            var count = bytes.count
            guard EVP_PKEY_get_raw_public_key(key, &bytes, &count) == 1, count == keyByteCount else { return nil }
            return bytes
        }
    }

    /// Signs bytes; nothing unless the seed has 32 bytes.
    static func sign(_ message: [UInt8], seed: [UInt8]) -> [UInt8]? {
        withKey(EVP_PKEY_new_raw_private_key, seed) { key in
            withContext { context in
                var signature = [UInt8](repeating: 0, count: signatureByteCount)
                var count = signature.count
                guard EVP_DigestSignInit(context, nil, nil, nil, key) == 1,
                    EVP_DigestSign(context, &signature, &count, message, message.count) == 1,
                    count == signatureByteCount
                else { return nil }
                return signature
            }
        }
    }

    /// Whether the owner of a public key made a signature over bytes.
    static func isValid(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) -> Bool {
        let verified: Bool? = withKey(EVP_PKEY_new_raw_public_key, publicKey) { key in
            withContext { context in
                EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
                    && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
            }
        }
        return verified ?? false
    }

    private typealias Maker = (Int32, OpaquePointer?, UnsafePointer<UInt8>?, Int) -> OpaquePointer?

    private static func withKey<Result>(
        _ make: Maker, _ bytes: [UInt8], _ body: (OpaquePointer) -> Result?
    ) -> Result? {
        // What fails leaves its reason with the thread, where libpq would find it when its own TLS fails.
        defer { ERR_clear_error() }
        guard bytes.count == keyByteCount, let key = make(EVP_PKEY_ED25519, nil, bytes, bytes.count) else { return nil }
        defer { EVP_PKEY_free(key) }
        return body(key)
    }

    private static func withContext<Result>(_ body: (OpaquePointer) -> Result?) -> Result? {
        guard let context = EVP_MD_CTX_new() else { return nil }
        defer { EVP_MD_CTX_free(context) }
        return body(context)
    }
}
