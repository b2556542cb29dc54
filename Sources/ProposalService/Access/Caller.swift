package import CivilTime

/// Who is logged in: by which token, of which account. What it may do is looked up anew for every request.
package struct Caller: Sendable, Hashable {
    package var account: String
    /// The forum that opened the account.
    package var forum: String
    /// The id of the token, not the token; or of the link to an identity provider by which somebody logged in.
    package var token: String
    /// When the certificate ends by which somebody logged in; nil where it was by something else.
    package var certificateEnd: Instant?
    /// The user of this machine to whom the server's settings give the account; nil where a token or a link does. It then has no token.
    package var systemUser: UInt32?

    package init(account: String, forum: String, token: String) {
        self.account = account
        self.forum = forum
        self.token = token
    }
}
