/// What a key signed within SSHSIG: the algorithm, and its bytes. Each has one form.
struct SSHRawSignature: Sendable, Hashable {
    /// The binary form.
    let blob: [UInt8]
    private let form: Form

    private enum Form: Sendable, Hashable {
        /// As the algorithm has it: for ECDSA in DER.
        case plain([UInt8], PublicKey.Hash)
        /// With what the security key says of itself.
        case securityKey([UInt8], flags: UInt8, counter: UInt32)
    }

    /// Somebody touched the security key.
    private static let presence: UInt8 = 1

    /// A signature by an Ed25519 key.
    init(ed25519 signature: [UInt8]) {
        var writer = SSHWriter()
        writer.text(SSHKeyKind.ed25519.rawValue)
        writer.string(signature)
        blob = writer.bytes
        form = .plain(signature, .sha512)
    }

    /// Reads the binary form of a signature that a key is said to have made.
    init(blob: [UInt8], by key: SSHKey) throws(SSHFault) {
        var reader = SSHReader(blob, of: "signature")
        let name = try reader.text()
        let signature = try reader.string()
        switch key.material {
        case .rsa(_, let byteCount):
            let hashes: [String: PublicKey.Hash] = ["rsa-sha2-256": .sha256, "rsa-sha2-512": .sha512]
            guard let hash = hashes[name] else { throw .otherSignature(name) }
            guard !signature.isEmpty, signature.count <= byteCount else { throw .malformed("signature") }
            // Some agents leave out zeros in front.
            form = .plain([UInt8](repeating: 0, count: byteCount - signature.count) + signature, hash)
        case .ed25519, .ecdsa:
            guard name == key.kind.rawValue else { throw .otherSignature(name) }
            form = try SSHRawSignature.form(signature, key.material)
        case .securityKey(let material, _):
            guard name == key.kind.rawValue else { throw .otherSignature(name) }
            guard case .plain(let bytes, _) = try SSHRawSignature.form(signature, material) else {
                throw .malformed("signature")
            }
            form = .securityKey(bytes, flags: try reader.bytes(1)[0], counter: try reader.number())
        }
        guard reader.isAtEnd else { throw .malformed("signature") }
        self.blob = blob
    }

    private static func form(_ signature: [UInt8], _ material: SSHKey.Material) throws(SSHFault) -> Form {
        guard case .ecdsa(_, let curve) = material else {
            guard signature.count == Ed25519.signatureByteCount else { throw .malformed("signature") }
            return .plain(signature, .sha512)
        }
        var numbers = SSHReader(signature, of: "signature")
        let halves =
            DER.value(DER.integer, try numbers.positiveNumber()) + DER.value(DER.integer, try numbers.positiveNumber())
        guard numbers.isAtEnd else { throw .malformed("signature") }
        return .plain(DER.value(DER.sequence, halves), curve.hash)
    }

    /// Checks that a key made it over bytes.
    func verify(_ message: [UInt8], by key: SSHKey) throws(SSHFault) {
        let isValid: Bool
        switch (form, key.material) {
        case (.plain(let signature, let hash), let material):
            isValid = SSHRawSignature.isValid(signature, of: message, hash, material)
        case (.securityKey(let signature, let flags, let counter), .securityKey(let material, let application)):
            guard flags & SSHRawSignature.presence != 0 else { throw .untouched }
            let signed =
                Digest.sha256(application).bytes + [flags] + counter.bigEndianBytes + Digest.sha256(message).bytes
            isValid = SSHRawSignature.isValid(signature, of: signed, .sha256, material)
        case (.securityKey, _): isValid = false
        }
        guard isValid else { throw .wrongSignature }
    }

    private static func isValid(
        _ signature: [UInt8], of message: [UInt8], _ hash: PublicKey.Hash, _ material: SSHKey.Material
    ) -> Bool {
        switch material {
        case .ed25519(let key): Ed25519.isValid(signature, of: message, by: key)
        case .rsa(let key, _), .ecdsa(let key, _): key.isValid(signature, of: message, hash)
        case .securityKey: false
        }
    }
}
