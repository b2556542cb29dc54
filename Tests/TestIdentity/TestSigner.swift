import CLibCrypto
package import CanonicalJSON
import Record

/// A private key that is made for a test, and signs tokens.
package final class TestSigner: Sendable {
    package enum Kind: Sendable {
        case rsa
        case ec
        case ed25519
    }

    package struct Failed: Error {}

    package let kind: Kind
    package let id: String
    /// What X.509 calls SubjectPublicKeyInfo.
    package let publicInfo: [UInt8]
    nonisolated(unsafe) private let key: OpaquePointer

    package init(_ kind: Kind, id: String) throws {
        self.kind = kind
        self.id = id
        let number =
            switch kind {
            case .rsa: EVP_PKEY_RSA
            case .ec: EVP_PKEY_EC
            case .ed25519: EVP_PKEY_ED25519
            }
        guard let context = EVP_PKEY_CTX_new_id(number, nil) else { throw Failed() }
        defer { EVP_PKEY_CTX_free(context) }
        guard EVP_PKEY_keygen_init(context) == 1 else { throw Failed() }
        switch kind {
        case .rsa: guard EVP_PKEY_CTX_set_rsa_keygen_bits(context, 2048) == 1 else { throw Failed() }
        case .ec:
            guard EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, NID_X9_62_prime256v1) == 1 else { throw Failed() }
        case .ed25519: break
        }
        var made: OpaquePointer?
        guard EVP_PKEY_keygen(context, &made) == 1, let made else { throw Failed() }
        key = made
        var info = [UInt8](repeating: 0, count: Int(max(i2d_PUBKEY(made, nil), 0)))
        info.withUnsafeMutableBufferPointer { buffer in
            var place = buffer.baseAddress
            _ = i2d_PUBKEY(made, &place)
        }
        publicInfo = info
    }

    deinit { EVP_PKEY_free(key) }

    /// The public half as a set of keys has it (RFC 7517).
    package var webKey: JSONObject {
        var object: JSONObject = ["kid": .string(id), "use": "sig"]
        switch kind {
        case .rsa:
            // The two numbers end the structure: 256 bytes of one, and 65537 with its head.
            object["kty"] = "RSA"
            object["n"] = .string(Base64URLText.encode(Array(publicInfo.dropLast(5).suffix(256))))
            object["e"] = .string(Base64URLText.encode(Array(publicInfo.suffix(3))))
        case .ec:
            object["kty"] = "EC"
            object["crv"] = "P-256"
            object["x"] = .string(Base64URLText.encode(Array(publicInfo.suffix(64).prefix(32))))
            object["y"] = .string(Base64URLText.encode(Array(publicInfo.suffix(32))))
        case .ed25519:
            object["kty"] = "OKP"
            object["crv"] = "Ed25519"
            object["x"] = .string(Base64URLText.encode(Array(publicInfo.suffix(32))))
        }
        return object
    }

    /// The algorithm by which keys of this kind usually sign.
    package var usual: String {
        switch kind {
        case .rsa: "RS256"
        case .ec: "ES256"
        case .ed25519: "EdDSA"
        }
    }

    /// A signature in the form of JSON Web Signatures.
    package func sign(_ message: [UInt8], _ algorithm: String) throws -> [UInt8] {
        guard let context = EVP_MD_CTX_new() else { throw Failed() }
        defer { EVP_MD_CTX_free(context) }
        var parameters: OpaquePointer?
        let digest =
            switch algorithm.suffix(3) {
            case "384": EVP_sha384()
            case "512": EVP_sha512()
            default: kind == .ed25519 ? nil : EVP_sha256()
            }
        guard EVP_DigestSignInit(context, &parameters, digest, nil, key) == 1 else { throw Failed() }
        if algorithm.hasPrefix("PS") {
            guard EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1,
                EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, RSA_PSS_SALTLEN_DIGEST) == 1
            else { throw Failed() }
        }
        var signature = [UInt8](repeating: 0, count: 512)
        var count = signature.count
        guard EVP_DigestSign(context, &signature, &count, message, message.count) == 1 else { throw Failed() }
        signature.removeLast(signature.count - count)
        return kind == .ec ? TestSigner.halves(signature) : signature
    }

    /// The two numbers of a signature in DER, each in 32 bytes.
    private static func halves(_ signature: [UInt8]) -> [UInt8] {
        func padded(_ number: ArraySlice<UInt8>) -> [UInt8] {
            let digits = number.drop { $0 == 0 }
            return [UInt8](repeating: 0, count: 32 - digits.count) + digits
        }
        let first = signature[4..<(4 + Int(signature[3]))]
        let rest = signature[(first.endIndex + 2)...]
        return padded(first) + padded(rest)
    }
}

/// Base 64 of tokens.
package enum Base64URLText {
    package static func encode(_ bytes: [UInt8]) -> String {
        String(
            Base64.encode(bytes).compactMap { character -> Character? in
                switch character {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: character
                }
            })
    }

    package static func encode(_ object: JSONObject) -> String {
        encode(Array(JSONValue.object(object).canonicalText.utf8))
    }

    /// HMAC with SHA-256 (RFC 2104), as HS256 signs.
    package static func hmac(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        var key = key.count > 64 ? Digest.sha256(key).bytes : key
        key += [UInt8](repeating: 0, count: 64 - key.count)
        let inner = Digest.sha256(key.map { $0 ^ 0x36 } + message).bytes
        return Digest.sha256(key.map { $0 ^ 0x5C } + inner).bytes
    }
}
