package import CivilTime

/// The link of an account to a person whom an identity provider knows, as it is recorded: never who that is.
package struct IdentityRecord: Sendable, Hashable {
    package var id: String
    package var account: String
    /// The provider's address, as its tokens have it.
    package var issuer: String
    /// A commitment to ``IdentityText/value(issuer:subject:)``, which stands beside the record and can be erased.
    package var commitment: String
    package var from: Instant
    /// When it ended; nil while it opens its account.
    package var until: Instant?

    package init(
        id: String, account: String, issuer: String, commitment: String, from: Instant, until: Instant? = nil
    ) {
        self.id = id
        self.account = account
        self.issuer = issuer
        self.commitment = commitment
        self.from = from
        self.until = until
    }

    package var isEnded: Bool { until != nil }
}

/// How an identity provider and its subjects are written (OpenID Connect Core 1.0, section 2), and the names of client certificates.
package enum IdentityText {
    /// Bytes of an issuer's address and of a subject, at most.
    package static let mostBytes = 255

    /// The issuer of whoever shows a client certificate, whichever of the server's authorities signed it.
    package static let certificate = "certificate"

    /// The kinds of a certificate's alternative names that somebody is known by, as they begin a subject (RFC 5280, section 4.2.1.6).
    package static let certificateNames = ["uri:", "email:", "dns:"]

    /// An address of the web, as a provider's tokens have it: byte for byte, without a query or a fragment; or ``certificate``.
    package static func isIssuer(_ text: String) -> Bool {
        if text == certificate { return true }
        guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return false }
        return text.utf8.count <= mostBytes && text.utf8.count > scheme.utf8.count
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"\\<>?#".utf8.contains($0) }
    }

    /// What a provider calls a person: not empty, at most 255 bytes, and nothing that cannot be seen.
    package static func isSubject(_ text: String) -> Bool {
        guard (1...mostBytes).contains(text.utf8.count),
            let line = try? PlainText.name(text, "subject", limit: mostBytes)
        else { return false }
        return line.utf8.elementsEqual(text.utf8)
    }

    /// Whether an issuer can call anybody so: a certificate has its names in ASCII, each after its kind.
    package static func isSubject(_ text: String, of issuer: String) -> Bool {
        guard isSubject(text) else { return false }
        guard issuer == certificate else { return true }
        return text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
            && certificateNames.contains { text.hasPrefix($0) && text.utf8.count > $0.utf8.count }
    }

    /// What is committed to: no issuer holds a space, so no two pairs make one text.
    package static func value(issuer: String, subject: String) -> String { "\(issuer) \(subject)" }

    /// The subject in such a value; nil where it is of another issuer.
    package static func subject(in value: String, of issuer: String) -> String? {
        let start = Array((issuer + " ").utf8)
        return value.utf8.starts(with: start) ? String(decoding: value.utf8.dropFirst(start.count), as: UTF8.self) : nil
    }
}

extension Registry {
    /// Whether what somebody logged in by, a token or a link, is known to have ended.
    package func hasEnded(_ login: String) -> Bool {
        tokens[login]?.isRevoked ?? identities[login]?.isEnded ?? false
    }
}
