/// What stands beside the record under a commitment.
package struct AuditedPersonal: Sendable, Hashable {
    package var commitment: String
    /// The ref or account that it belongs to.
    package var subject: String
    package var salt: [UInt8]?
    package var value: String?
    package var isErased: Bool
    /// Whether the subject is a proposal of the forum.
    package var isOfProposal: Bool

    package init(
        commitment: String, subject: String, salt: [UInt8]?, value: String?, isErased: Bool, isOfProposal: Bool
    ) {
        self.commitment = commitment
        self.subject = subject
        self.salt = salt
        self.value = value
        self.isErased = isErased
        self.isOfProposal = isOfProposal
    }
}
