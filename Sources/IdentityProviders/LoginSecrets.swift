import Record

/// What a login is sent with to a provider, all of it made from one secret that the browser's cookie holds: who does not have the cookie
/// can end no login, and the server keeps none of it.
struct LoginSecrets: Sendable {
    let state: String
    let nonce: String
    /// Of PKCE (RFC 7636).
    let verifier: String

    init(_ secret: String) {
        func part(_ name: String) -> String { Digest.sha256(Array("chancery login \(name)\n\(secret)".utf8)).hex }
        state = part("state")
        nonce = part("nonce")
        verifier = part("verifier")
    }

    /// The challenge of the verifier, S256.
    var challenge: String { Base64URL.encode(Digest.sha256(Array(verifier.utf8)).bytes) }
}
