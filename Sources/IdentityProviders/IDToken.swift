import CanonicalJSON
import Proposals
import Record
import Requests

/// An ID token (OpenID Connect Core 1.0, section 2), as it came and was not believed yet.
struct IDToken: Sendable {
    /// Bytes of a token, at most.
    private static let most = 16 << 10

    let algorithm: WebKey.Algorithm
    /// Which key it says that it was signed with.
    let keyID: String?
    private let signed: [UInt8]
    private let signature: [UInt8]
    private let claims: JSONObject

    /// What a token must hold.
    struct Expectation: Sendable {
        var issuer: String
        var client: String
        var nonce: String
        var algorithms: Set<WebKey.Algorithm>
        /// What came beside it.
        var accessToken: String?
        /// Seconds since 1970.
        var now: Int64
    }

    /// Seconds that the clocks of two machines may differ by.
    static let leeway: Int64 = 60
    /// Seconds after which a token is no answer to a login any more.
    static let oldest: Int64 = 10 * 60

    /// Reads a token's form. Nothing in its head says what it is checked with but the name of a key that is known already.
    init(_ text: String, _ allowed: Set<WebKey.Algorithm>) throws(LoginFault) {
        guard text.utf8.count <= IDToken.most else { throw .token("it is too long") }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let head = Base64URL.decode(parts[0]), let body = Base64URL.decode(parts[1]),
            let signature = Base64URL.decode(parts[2]),
            let header = (try? JSONValue.parse(head))?.object, let claims = (try? JSONValue.parse(body))?.object
        else { throw .token("it is not of three parts of base 64 with JSON that is read here") }
        let name = header["alg"]?.string ?? ""
        guard let algorithm = WebKey.Algorithm(rawValue: name), allowed.contains(algorithm) else {
            throw .token(
                "it is signed by \"\(name.prefix(20))\", and allowed are \(allowed.map(\.rawValue).sorted().joined(separator: ", "))"
            )
        }
        guard header["crit"] == nil else { throw .token("its head asks for what is not known here") }
        guard header["typ"]?.string?.uppercased() ?? "JWT" == "JWT" else { throw .token("it is of another type") }
        self.algorithm = algorithm
        keyID = header["kid"]?.string
        signed = Array(text.utf8.prefix(parts[0].utf8.count + 1 + parts[1].utf8.count))
        self.signature = signature
        self.claims = claims
    }

    /// Who it is about, where the key signed it and it holds what it must.
    func subject(_ key: WebKey, _ expected: Expectation) throws(LoginFault) -> String {
        guard expected.algorithms.contains(algorithm), key.isValid(signature, of: signed, algorithm) else {
            throw .token("its signature does not fit its key")
        }
        guard claims["iss"]?.string == expected.issuer else { throw .token("it is of another issuer") }
        try checkAudience(expected.client)
        try checkTimes(expected.now)
        guard claims["nonce"]?.string == expected.nonce else { throw .token("it answers another login") }
        try checkAccessToken(expected.accessToken)
        guard let subject = claims["sub"]?.string, IdentityText.isSubject(subject) else {
            throw .token(
                "it names nobody, or in more than \(IdentityText.mostBytes) bytes, or in characters that cannot be seen"
            )
        }
        return subject
    }

    private func checkAudience(_ client: String) throws(LoginFault) {
        let audience = claims["aud"]?.string.map { [$0] } ?? claims["aud"]?.strings ?? []
        guard audience.contains(client) else { throw .token("it is for another client") }
        let party = claims["azp"]
        guard party == nil ? audience.count == 1 : party?.string == client else {
            throw .token("it was issued to another client, among others")
        }
    }

    private func checkTimes(_ now: Int64) throws(LoginFault) {
        guard let expires = claims["exp"]?.integer, let issued = claims["iat"]?.integer else {
            throw .token("it does not say when it was issued and when it expires, in whole seconds")
        }
        guard expires > now - IDToken.leeway else { throw .token("it has expired") }
        guard issued <= now + IDToken.leeway else { throw .token("it was not issued yet") }
        guard issued >= now - IDToken.oldest - IDToken.leeway else { throw .token("it was issued too long ago") }
        if let begins = claims["nbf"] {
            guard let begins = begins.integer, begins <= now + IDToken.leeway else {
                throw .token("it is not valid yet")
            }
        }
    }

    private func checkAccessToken(_ token: String?) throws(LoginFault) {
        guard let hash = claims["at_hash"] else { return }
        let digest = algorithm.digest(of: Array((token ?? "").utf8))
        guard token != nil, hash.string == Base64URL.encode(Array(digest.prefix(digest.count / 2))) else {
            throw .token("the access token beside it is another one")
        }
    }
}
