package import Proposals

/// An account with its holder's name and its access tokens.
package struct SeenAccount: Sendable {
    package var account: Account
    /// Nil where none was given.
    package var name: String?
    /// In the order of their ids.
    package var tokens: [TokenRecord]
}
