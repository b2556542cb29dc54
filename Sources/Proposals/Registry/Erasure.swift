/// Which personal values are erased that stand beside the record, and why.
package struct Erasure: Sendable, Hashable {
    /// Whose they are: an account, a contact point or a proposal; nil of a proposal that not everybody in the forum may see.
    package var subject: String?
    /// The digests of the commitments, in hexadecimal digits.
    package var digests: [String]
    package var reason: String
    /// What asks for it, such as the article of a law.
    package var rule: String?

    /// Values that one event erases, at most.
    package static let mostAtOnce = 500

    package init(subject: String?, digests: [String], reason: String, rule: String? = nil) {
        self.subject = subject
        self.digests = digests
        self.reason = reason
        self.rule = rule
    }
}
