import CanonicalJSON
import LineProtocol
import Requests
import WebCalls

/// What a provider says of itself (OpenID Connect Discovery 1.0), as far as a login needs it.
struct Discovery: Sendable, Hashable {
    /// Where a browser is sent, with what it has of a query.
    let authorization: String
    let token: WebAddress
    let keys: WebAddress
    /// Whether the client's secret is sent in the body, as nothing else is taken.
    let sendsSecretInBody: Bool
    /// Whether each answer to a browser names the provider (RFC 9207).
    let namesIssuer: Bool

    /// Where it stands.
    static func address(of issuer: String) -> WebAddress? {
        WebAddress((issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration")
    }

    /// Reads what a provider says of itself.
    init(_ body: [UInt8], of issuer: String) throws(LoginFault) {
        guard let object = (try? JSONValue.parse(body))?.object else {
            throw .provider("what it says of itself is no JSON that is read here")
        }
        guard object["issuer"]?.string == issuer else {
            throw .provider("it says that it is another issuer than \(issuer)")
        }
        let mayBePlain = WebAddress(issuer).map { !$0.isSecure } ?? false
        func address(_ key: String) throws(LoginFault) -> (String, WebAddress) {
            guard let text = object[key]?.string, text.utf8.count <= 2000,
                let address = WebAddress(text, mayQuery: true)
            else { throw .provider("it names no \(key) that is an address") }
            guard address.isSecure || (mayBePlain && Loopback.holds(address.host)) else {
                throw .provider("its \(key) is not reached by https")
            }
            return (text, address)
        }
        authorization = try address("authorization_endpoint").0
        token = try address("token_endpoint").1
        keys = try address("jwks_uri").1
        // Some that know PKCE do not say so; who says what it knows must know this.
        let methods = object["code_challenge_methods_supported"]?.strings
        guard methods?.contains("S256") ?? true else { throw .provider("it does not know PKCE with S256") }
        let ways = object["token_endpoint_auth_methods_supported"]?.strings ?? ["client_secret_basic"]
        sendsSecretInBody = !ways.contains("client_secret_basic")
        guard !sendsSecretInBody || ways.contains("client_secret_post") else {
            throw .provider("it takes the client's secret neither in a header nor in a body")
        }
        namesIssuer = object["authorization_response_iss_parameter_supported"] == .bool(true)
    }
}
