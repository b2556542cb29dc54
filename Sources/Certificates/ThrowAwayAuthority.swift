package import CivilTime
import Record

/// An authority for a trial: it signs a few certificates and is forgotten. Its key is written nowhere, so nobody can sign more.
package struct ThrowAwayAuthority: Sendable {
    /// A certificate and its key, each in a text of PEM.
    package struct Signed: Sendable {
        package let certificate: String
        package let key: String
    }

    /// Its own certificate in PEM, for others to trust.
    package let certificate: String
    private let key: SigningKey
    private let name: String
    private let days: ClosedRange<Instant>

    /// - Parameter days: how long it can be trusted, and what it signs unless that is told other days.
    package init(_ name: String, days: ClosedRange<Instant>) throws(CertificateFault) {
        self.name = name
        self.days = days
        key = try SigningKey()
        let body = CertificateBody(
            issuer: name, issuerKey: key.publicInfo, subject: name, subjectKey: key.publicInfo, use: .authority,
            names: [], days: days)
        certificate = ThrowAwayAuthority.text("CERTIFICATE", try body.signed(by: key))
    }

    /// A certificate of these names, with a new key.
    package func sign(
        _ use: CertificateUse, _ subject: String, _ names: [AlternativeName], days: ClosedRange<Instant>? = nil
    ) throws(CertificateFault) -> Signed {
        let own = try SigningKey()
        let body = CertificateBody(
            issuer: name, issuerKey: key.publicInfo, subject: subject, subjectKey: own.publicInfo, use: use,
            names: names, days: days ?? self.days)
        return Signed(
            certificate: ThrowAwayAuthority.text("CERTIFICATE", try body.signed(by: key)),
            key: ThrowAwayAuthority.text("PRIVATE KEY", own.privateInfo))
    }

    /// PEM (RFC 7468).
    private static func text(_ label: String, _ bytes: [UInt8]) -> String {
        let digits = Array(Base64.encode(bytes).utf8)
        let lines = stride(from: 0, to: digits.count, by: 64).map {
            String(decoding: digits[$0..<min($0 + 64, digits.count)], as: UTF8.self)
        }
        return (["-----BEGIN \(label)-----"] + lines + ["-----END \(label)-----"]).joined(separator: "\n") + "\n"
    }
}
