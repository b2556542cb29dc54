import CanonicalJSON
import LineProtocol
import NIOCore
import Record
import Requests
import WebCalls
import Wording

/// One identity provider: what it says of itself and its keys, each kept for a while, and what it is asked.
actor Provider {
    /// Bytes of an answer that are read.
    private static let most = 256 << 10
    /// Seconds for which what it says of itself, and its keys, are kept.
    private static let freshness: Int64 = 3600
    /// Seconds that pass at least before its keys are read again for one that is not among them.
    static let pause: Int64 = 60

    private struct Kept<Value: Sendable>: Sendable {
        var value: Value
        var at: Int64
    }

    let settings: ProviderSettings
    private let name: String
    /// Seconds since 1970.
    private let now: @Sendable () -> Int64
    private var discovery: Kept<Discovery>?
    private var keys: Kept<KeySet>?
    /// When the keys were asked for last, whatever came of it.
    private var askedForKeys: Int64?

    init(_ settings: ProviderSettings, name: String, now: @escaping @Sendable () -> Int64) {
        self.settings = settings
        self.name = name
        self.now = now
    }

    /// Where a browser is sent.
    func address(_ secrets: LoginSecrets, callback: String) async throws(LoginFault) -> String {
        let discovery = try await known()
        let query = [
            ("response_type", "code"), ("client_id", settings.clientID), ("redirect_uri", callback),
            ("scope", (["openid"] + settings.scopes.filter { $0 != "openid" }).joined(separator: " ")),
            ("state", secrets.state), ("nonce", secrets.nonce), ("code_challenge", secrets.challenge),
            ("code_challenge_method", "S256"),
        ]
        let mark = discovery.authorization.contains("?") ? "&" : "?"
        return discovery.authorization + mark + PercentText.pairs(query)
    }

    /// Who came back, by what a browser brought.
    func subject(_ secrets: LoginSecrets, callback: String, _ answer: ProviderAnswer) async throws(LoginFault) -> String
    {
        guard answer.state == secrets.state else {
            throw .refused("what came back is not the answer to a login of this browser")
        }
        let discovery = try await known()
        guard answer.issuer == nil ? !discovery.namesIssuer : answer.issuer == settings.issuer else {
            throw .refused("what came back is from another issuer")
        }
        if let error = answer.error { throw .denied(error) }
        guard let code = answer.code, !code.isEmpty else { throw .refused("no code came back") }
        let answered = try await tokens(discovery, code: code, secrets, callback: callback)
        guard let text = answered["id_token"]?.string else { throw .provider("it gave no ID token") }
        let token = try IDToken(text, settings.algorithms)
        let key = try await key(of: token, discovery)
        return try token.subject(
            key,
            IDToken.Expectation(
                issuer: settings.issuer, client: settings.clientID, nonce: secrets.nonce,
                algorithms: settings.algorithms, accessToken: answered["access_token"]?.string, now: now()))
    }

    // MARK: What is kept

    private func isFresh(_ since: Int64) -> Bool { (since...since + Provider.freshness).contains(now()) }

    private func known() async throws(LoginFault) -> Discovery {
        if let discovery, isFresh(discovery.at) { return discovery.value }
        guard let address = Discovery.address(of: settings.issuer) else { throw .provider("its address is none") }
        let read = try Discovery(try await get(address), of: settings.issuer)
        discovery = Kept(value: read, at: now())
        return read
    }

    /// The key that a token names. One that is not known may be new: the keys are read again, but not for every token that names any.
    private func key(of token: IDToken, _ discovery: Discovery) async throws(LoginFault) -> WebKey {
        if let keys, isFresh(keys.at) {
            if let key = keys.value.key(token.keyID, for: token.algorithm) { return key }
            if let askedForKeys, (askedForKeys..<askedForKeys + Provider.pause).contains(now()) {
                throw .token("it is signed with a key that the provider does not show")
            }
        }
        askedForKeys = now()
        let read = try KeySet(try await get(discovery.keys))
        keys = Kept(value: read, at: now())
        guard let key = read.key(token.keyID, for: token.algorithm) else {
            throw .token("it is signed with a key that the provider does not show")
        }
        return key
    }

    // MARK: What is asked

    private func call(_ address: WebAddress) -> WebCall {
        WebCall(
            address, name: name, roots: settings.roots, most: Provider.most,
            patience: .seconds(Int64(settings.patience)))
    }

    private func get(_ address: WebAddress) async throws(LoginFault) -> [UInt8] {
        do throws(WebCall.Fault) {
            let answer = try await call(address).get([("accept", "application/json")])
            guard answer.status == 200 else {
                throw WebCall.Fault(reason: "answered \(answer.status) at \(address.authority)\(address.path)")
            }
            return answer.body
        } catch {
            throw .unreachable(error.reason)
        }
    }

    private func tokens(
        _ discovery: Discovery, code: String, _ secrets: LoginSecrets, callback: String
    ) async throws(LoginFault) -> JSONObject {
        var fields = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", callback),
            ("code_verifier", secrets.verifier),
        ]
        var headers = [("accept", "application/json"), ("content-type", "application/x-www-form-urlencoded")]
        if discovery.sendsSecretInBody {
            fields += [("client_id", settings.clientID), ("client_secret", settings.clientSecret)]
        } else {
            let pair = PercentText.encoded(settings.clientID) + ":" + PercentText.encoded(settings.clientSecret)
            headers.append(("authorization", "Basic " + Base64.encode(Array(pair.utf8))))
        }
        let answer: WebCall.Answer
        do throws(WebCall.Fault) {
            answer = try await call(discovery.token).post(Array(PercentText.pairs(fields).utf8), headers)
        } catch {
            throw .unreachable(error.reason)
        }
        let object = (try? JSONValue.parse(answer.body))?.object
        guard answer.status == 200, let object else {
            let word = object?["error"]?.string.map { " (\(LoginFault.word($0)))" } ?? ""
            if (400..<500).contains(answer.status) { throw .refused("the provider did not take the code\(word)") }
            throw .unreachable("answered \(answer.status) where it gives tokens\(word)")
        }
        return object
    }
}
