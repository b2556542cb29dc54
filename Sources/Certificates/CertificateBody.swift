import CivilTime
import Record

/// What a certificate says (X.509 version 3, RFC 5280), to be signed by an authority.
struct CertificateBody {
    private static let ecdsaWithSHA256: [UInt8] = [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02]
    private static let commonName: [UInt8] = [0x06, 0x03, 0x55, 0x04, 0x03]
    private static let utf8String: UInt8 = 0x0C
    private static let octetString: UInt8 = 0x04
    private static let set: UInt8 = 0x31
    private static let yes: [UInt8] = [0x01, 0x01, 0xFF]

    let issuer: String
    let issuerKey: [UInt8]
    let subject: String
    let subjectKey: [UInt8]
    let use: CertificateUse
    let names: [AlternativeName]
    let days: ClosedRange<Instant>

    /// The whole certificate, in DER.
    func signed(by key: SigningKey) throws(CertificateFault) -> [UInt8] {
        let body = DER.value(DER.sequence, members)
        let signature = DER.value(DER.bitString, [0] + (try key.sign(body)))
        return DER.value(DER.sequence, body + CertificateBody.algorithm + signature)
    }

    private static let algorithm = DER.value(DER.sequence, ecdsaWithSHA256)

    private var members: [UInt8] {
        let version = DER.value(0xA0, DER.value(DER.integer, [2]))
        var generator = SystemRandomNumberGenerator()
        let serial = [UInt8.random(in: 1...0x7F, using: &generator)] + (0..<15).map { _ in generator.next() as UInt8 }
        let validity = CertificateBody.time(days.lowerBound) + CertificateBody.time(days.upperBound)
        return version + DER.value(DER.integer, serial) + CertificateBody.algorithm
            + CertificateBody.name(issuer) + DER.value(DER.sequence, validity) + CertificateBody.name(subject)
            + subjectKey + DER.value(0xA3, DER.value(DER.sequence, extensions))
    }

    private static func name(_ text: String) -> [UInt8] {
        let pair = commonName + DER.value(utf8String, Array(text.utf8))
        return DER.value(DER.sequence, DER.value(set, DER.value(DER.sequence, pair)))
    }

    /// A moment, which has two digits of its year up to 2049.
    private static func time(_ instant: Instant) -> [UInt8] {
        let digits = Array(instant.description.utf8.prefix(19).filter { (0x30...0x39).contains($0) })
        let hasTwo = digits.starts(with: "20".utf8) && digits[2] < UInt8(ascii: "5")
        return DER.value(hasTwo ? 0x17 : 0x18, digits.dropFirst(hasTwo ? 2 : 0) + [UInt8(ascii: "Z")])
    }

    private var extensions: [UInt8] {
        let isAuthority = use == .authority
        // An authority of these signs no other authority.
        let constraints = DER.value(
            DER.sequence, isAuthority ? CertificateBody.yes + DER.value(DER.integer, [0]) : [])
        // To sign certificates, or to sign what TLS asks for.
        let keyUsage = DER.value(DER.bitString, isAuthority ? [2, 0x04] : [7, 0x80])
        var all = CertificateBody.member(19, constraints, isCritical: true)
        all += CertificateBody.member(15, keyUsage, isCritical: true)
        all += CertificateBody.member(14, DER.value(CertificateBody.octetString, CertificateBody.keyID(subjectKey)))
        all += CertificateBody.member(35, DER.value(DER.sequence, DER.value(0x80, CertificateBody.keyID(issuerKey))))
        if let purpose = use.purpose {
            let purposes = [0x06, 0x08, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03] + [purpose]
            all += CertificateBody.member(37, DER.value(DER.sequence, purposes))
        }
        if !names.isEmpty { all += CertificateBody.member(17, DER.value(DER.sequence, names.flatMap(\.encoded))) }
        return all
    }

    /// An extension of those that X.509 itself names.
    private static func member(_ number: UInt8, _ content: [UInt8], isCritical: Bool = false) -> [UInt8] {
        DER.value(
            DER.sequence,
            [0x06, 0x03, 0x55, 0x1D, number] + (isCritical ? yes : []) + DER.value(octetString, content))
    }

    /// What names a key (RFC 7093, method 4).
    private static func keyID(_ publicInfo: [UInt8]) -> [UInt8] { Array(Digest.sha256(publicInfo).bytes.prefix(20)) }
}

/// What a certificate is for.
package enum CertificateUse: Sendable, Hashable {
    case authority
    case server
    case client

    /// The last number of the purpose's name.
    fileprivate var purpose: UInt8? {
        switch self {
        case .authority: nil
        case .server: 1
        case .client: 2
        }
    }
}
