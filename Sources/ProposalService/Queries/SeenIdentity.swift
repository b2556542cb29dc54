package import Proposals

/// A link of an account to an identity provider, with who its holder is there.
package struct SeenIdentity: Sendable {
    package var record: IdentityRecord
    /// Nil where it was erased.
    package var subject: String?
}
