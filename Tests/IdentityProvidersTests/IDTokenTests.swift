import CanonicalJSON
import Record
import Requests
import TestIdentity
import Testing

@testable import IdentityProviders

/// Every check of an ID token, each by a token that is wrong in this alone.
@Suite struct IDTokenTests {
    private static let issuer = "https://login.example.org"
    private static let now: Int64 = 1_790_000_000

    private static let claims: JSONObject = [
        "iss": .string(issuer), "sub": "248289761001", "aud": "chancery", "iat": .integer(now),
        "exp": .integer(now + 300), "nonce": "n-1",
    ]

    private static func expectation(
        _ algorithms: Set<WebKey.Algorithm> = Set(WebKey.Algorithm.allCases), accessToken: String? = nil
    ) -> IDToken.Expectation {
        IDToken.Expectation(
            issuer: issuer, client: "chancery", nonce: "n-1", algorithms: algorithms, accessToken: accessToken, now: now
        )
    }

    /// What comes of a token that a key signed: the subject, or why not.
    private static func outcome(
        _ claims: JSONObject, _ signer: TestSigner, algorithm: String? = nil, head: JSONObject? = nil,
        expected: IDToken.Expectation = expectation()
    ) throws -> Result<String, LoginFault> {
        let algorithm = algorithm ?? signer.usual
        let head = head ?? ["alg": .string(algorithm), "kid": .string(signer.id)]
        let text = Base64URLText.encode(head) + "." + Base64URLText.encode(claims)
        let whole = text + "." + Base64URLText.encode(try signer.sign(Array(text.utf8), algorithm))
        let keys = try KeySet(Array(JSONValue.object(["keys": [.object(signer.webKey)]]).canonicalText.utf8))
        do throws(LoginFault) {
            let token = try IDToken(whole, expected.algorithms)
            guard let key = keys.key(token.keyID, for: token.algorithm) else { throw .token("no key") }
            return .success(try token.subject(key, expected))
        } catch { return .failure(error) }
    }

    @Test(arguments: [
        (TestSigner.Kind.rsa, "RS256"), (.rsa, "RS384"), (.rsa, "RS512"), (.rsa, "PS256"), (.rsa, "PS384"),
        (.rsa, "PS512"),
        (.ec, "ES256"), (.ed25519, "EdDSA"),
    ]) func everyAlgorithm(_ kind: TestSigner.Kind, _ algorithm: String) throws {
        let signer = try TestSigner(kind, id: "k")
        #expect(try Self.outcome(Self.claims, signer, algorithm: algorithm) == .success("248289761001"))
        // One that is not allowed is not looked at.
        let others = Set(WebKey.Algorithm.allCases.filter { $0.rawValue != algorithm })
        let refused = try Self.outcome(Self.claims, signer, algorithm: algorithm, expected: Self.expectation(others))
        guard case .failure(.token(let why)) = refused else {
            Issue.record("\(refused)")
            return
        }
        #expect(why.contains("it is signed by \"\(algorithm)\""))
    }

    /// What a token must say, changed in one member; nil takes it away.
    @Test(
        arguments: [
            ("iss", "https://login.example.com", "another issuer"), ("iss", nil, "another issuer"),
            ("iss", "https://login.example.org/", "another issuer"),
            ("aud", "another", "another client"), ("aud", nil, "another client"),
            ("aud", ["a", "b"], "another client"),
            ("aud", ["chancery", "b"], "another client, among others"), ("aud", 1, "another client"),
            ("azp", "another", "another client, among others"), ("azp", 1, "another client, among others"),
            ("exp", .integer(now - 60), "expired"), ("exp", nil, "when it was issued"),
            ("exp", "soon", "when it was issued"),
            ("iat", .integer(now + 61), "not issued yet"), ("iat", nil, "when it was issued"),
            ("iat", .integer(now - 661), "too long ago"),
            ("nbf", .integer(now + 61), "not valid yet"), ("nbf", "later", "not valid yet"),
            ("nonce", "n-2", "another login"), ("nonce", nil, "another login"),
            ("sub", "", "names nobody"), ("sub", nil, "names nobody"), ("sub", 1, "names nobody"),
            ("sub", "a\n", "names nobody"),
            ("sub", .string(String(repeating: "x", count: 256)), "names nobody"),
            ("at_hash", "AAAA", "access token beside it"), ("at_hash", 1, "access token beside it"),
        ] as [(String, JSONValue?, String)]) func everyClaim(_ key: String, _ value: JSONValue?, _ why: String) throws
    {
        var claims = Self.claims
        claims[key] = value
        let outcome = try Self.outcome(
            claims, try TestSigner(.ed25519, id: "k"), expected: Self.expectation(accessToken: "access"))
        guard case .failure(.token(let sentence)) = outcome else {
            Issue.record("\(key): \(outcome)")
            return
        }
        #expect(sentence.contains(why))
    }

    /// What is allowed at its very edge.
    @Test(
        arguments: [
            ("exp", .integer(now - 59)), ("iat", .integer(now + 60)), ("iat", .integer(now - 660)),
            ("nbf", .integer(now + 60)),
            ("aud", ["chancery"]), ("azp", "chancery"), ("sub", .string(String(repeating: "x", count: 255))),
        ] as [(String, JSONValue)]) func edges(_ key: String, _ value: JSONValue) throws
    {
        var claims = Self.claims
        claims[key] = value
        let subject = claims["sub"]?.string ?? ""
        #expect(try Self.outcome(claims, try TestSigner(.ed25519, id: "k")) == .success(subject))
    }

    @Test func severalAudiencesNameTheirParty() throws {
        var claims = Self.claims
        claims["aud"] = ["another", "chancery"]
        claims["azp"] = "chancery"
        #expect(try Self.outcome(claims, try TestSigner(.ed25519, id: "k")) == .success("248289761001"))
    }

    @Test func theHashOfTheAccessToken() throws {
        let signer = try TestSigner(.ec, id: "k")
        var claims = Self.claims
        claims["at_hash"] = .string(
            Base64URLText.encode(Array(Digest.sha256(Array("access".utf8)).bytes.prefix(16))))
        #expect(
            try Self.outcome(claims, signer, expected: Self.expectation(accessToken: "access"))
                == .success("248289761001"))
        for other in ["another", nil] {
            #expect(
                try Self.outcome(claims, signer, expected: Self.expectation(accessToken: other))
                    == .failure(.token("the access token beside it is another one")))
        }
    }

    /// A signature of another key, of other bytes, and of another form.
    @Test(arguments: [TestSigner.Kind.rsa, .ec, .ed25519]) func signatures(_ kind: TestSigner.Kind) throws {
        let (own, other) = (try TestSigner(kind, id: "k"), try TestSigner(kind, id: "k"))
        let keys = try KeySet(Array(JSONValue.object(["keys": [.object(own.webKey)]]).canonicalText.utf8))
        let head = Base64URLText.encode(["alg": .string(own.usual), "kid": "k"])
        let (text, changed) = (
            head + "." + Base64URLText.encode(Self.claims), head + "." + Base64URLText.encode(["sub": "x"])
        )
        let signature = try own.sign(Array(text.utf8), own.usual)
        for (signed, bytes) in [
            (text, try other.sign(Array(text.utf8), other.usual)), (changed, signature), (text, []),
            (text, Array(signature.dropLast())), (text, signature + [0]),
            (text, [UInt8](repeating: 0, count: signature.count)),
        ] {
            let token = try IDToken(signed + "." + Base64URLText.encode(bytes), Set(WebKey.Algorithm.allCases))
            let key = try #require(keys.key(token.keyID, for: token.algorithm))
            #expect(throws: LoginFault.token("its signature does not fit its key")) {
                try token.subject(key, Self.expectation())
            }
        }
    }

    @Test(arguments: [
        "", "a", "a.b", "a.b.c", "e30.e30", "e30.e30.", "e30.e30.e30.e30", "e30=.e30.", "bnVsbA.e30.",
        String(repeating: "a", count: 20_000),
    ]) func whatIsNoToken(_ text: String) {
        #expect(throws: LoginFault.self) { try IDToken(text, Set(WebKey.Algorithm.allCases)) }
    }

    /// The head decides nothing: no algorithm that is not allowed, no key of its own, nothing that must be understood.
    @Test(
        arguments: [
            ["alg": "none"], ["alg": "HS256", "kid": "k"], ["alg": "none", "kid": "k"], ["kid": "k"], ["alg": 1],
            ["alg": "EdDSA", "kid": "k", "crit": ["exp"]], ["alg": "EdDSA", "kid": "k", "typ": "at+jwt"],
            ["alg": "EdDSA", "kid": "other"], ["alg": "RS256", "kid": "k"], ["alg": "ES256", "kid": "k"],
        ] as [JSONObject]) func heads(_ head: JSONObject) throws
    {
        let signer = try TestSigner(.ed25519, id: "k")
        let outcome = try Self.outcome(Self.claims, signer, algorithm: "EdDSA", head: head)
        guard case .failure(.token) = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test func aTokenWithoutANameFindsTheOnlyKeyOfItsKind() throws {
        let signer = try TestSigner(.ed25519, id: "k")
        #expect(try Self.outcome(Self.claims, signer, head: ["alg": "EdDSA"]) == .success("248289761001"))
        let two = try KeySet(
            Array(
                JSONValue.object(
                    ["keys": [.object(signer.webKey), .object(try TestSigner(.ed25519, id: "l").webKey)]]
                ).canonicalText.utf8))
        #expect(two.key(nil, for: .edDSA) == nil && two.key("k", for: .edDSA) != nil)
    }
}
