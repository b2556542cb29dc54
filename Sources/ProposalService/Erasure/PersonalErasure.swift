import Proposals

/// An erasure as it is asked for.
package struct PersonalErasure: Sendable, Hashable {
    package var subject: PersonalSubject
    /// The digests of some of the commitments; nil for everything that is kept.
    package var chosen: [String]?
    package var reason: String
    package var rule: String?

    package init(_ subject: PersonalSubject, chosen: [String]?, reason: String, rule: String?) {
        self.subject = subject
        self.chosen = chosen
        self.reason = reason
        self.rule = rule
    }
}

/// What is kept of somebody beside the record.
package struct SeenPersonal: Sendable {
    package var subject: PersonalSubject
    /// The first of them, each with its commitment.
    package var values: [PersonalValue]
    /// How many there are.
    package var count: Int
}

extension PersonalValue {
    /// The digest of the commitment, in hexadecimal digits.
    package var digest: String { PersonalData.digest(commitment) }
}

extension PersonalData {
    /// The digest of a commitment, in hexadecimal digits.
    static func digest(_ commitment: String) -> String { String(commitment.dropFirst(prefix.count)) }

    /// The commitment with a digest.
    static func commitment(_ digest: String) -> String { prefix + digest }
}
