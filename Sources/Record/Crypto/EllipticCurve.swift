/// The curves of ECDSA that OpenSSH uses (RFC 5656), by the names that it gives them.
enum EllipticCurve: String, Sendable, Hashable, CaseIterable {
    case nistp256
    case nistp384
    case nistp521

    /// Bytes in one coordinate of a point.
    var coordinateByteCount: Int {
        switch self {
        case .nistp256: 32
        case .nistp384: 48
        case .nistp521: 66
        }
    }

    /// The digest that RFC 5656 joins with the curve.
    var hash: PublicKey.Hash {
        switch self {
        case .nistp256: .sha256
        case .nistp384: .sha384
        case .nistp521: .sha512
        }
    }

    /// The name of the curve as DER has it.
    var objectIdentifier: [UInt8] {
        switch self {
        case .nistp256: [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]
        case .nistp384: [0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x22]
        case .nistp521: [0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x23]
        }
    }
}
