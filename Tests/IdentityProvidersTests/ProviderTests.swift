import CanonicalJSON
import Record
import Requests
import Synchronization
import TestIdentity
import Testing
import WebCalls

@testable import IdentityProviders

/// What a provider says of itself and its keys: what is believed, for how long, and how often it is asked.
@Suite(.timeLimit(.minutes(60))) struct ProviderTests {
    private static let issuer = "https://login.example.org"

    private static func discovery(_ change: (inout JSONObject) -> Void = { _ in }) -> [UInt8] {
        var object: JSONObject = [
            "issuer": .string(issuer), "authorization_endpoint": "https://login.example.org/a?b=c",
            "token_endpoint": "https://login.example.org/t", "jwks_uri": "https://login.example.org/k",
        ]
        change(&object)
        return Array(JSONValue.object(object).canonicalText.utf8)
    }

    @Test func whatIsBelieved() throws {
        let plain = try Discovery(Self.discovery(), of: Self.issuer)
        #expect(plain.authorization == "https://login.example.org/a?b=c" && plain.token.path == "/t")
        #expect(!plain.sendsSecretInBody && !plain.namesIssuer)
        let other = try Discovery(
            Self.discovery {
                $0["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
                $0["authorization_response_iss_parameter_supported"] = true
                $0["code_challenge_methods_supported"] = ["plain", "S256"]
            }, of: Self.issuer)
        #expect(other.sendsSecretInBody && other.namesIssuer)
    }

    @Test(
        arguments: [
            ("issuer", "https://login.example.com", "another issuer"), ("issuer", nil, "another issuer"),
            ("authorization_endpoint", nil, "no authorization_endpoint"), ("token_endpoint", "/t", "no token_endpoint"),
            ("jwks_uri", 1, "no jwks_uri"), ("token_endpoint", "http://login.example.org/t", "not reached by https"),
            ("jwks_uri", "http://127.0.0.1/k", "not reached by https"),
            ("code_challenge_methods_supported", ["plain"], "PKCE"),
            ("token_endpoint_auth_methods_supported", ["private_key_jwt"], "neither"),
        ] as [(String, JSONValue?, String)]) func whatIsNot(_ key: String, _ value: JSONValue?, _ why: String)
    {
        #expect {
            try Discovery(Self.discovery { $0[key] = value }, of: Self.issuer)
        } throws: { ($0 as? LoginFault)?.sentence.contains(why) ?? false }
    }

    @Test(arguments: ["", "[]", "{", "null", "{\"issuer\":1.5}"]) func whatIsNoDiscovery(_ text: String) {
        #expect(throws: LoginFault.self) { try Discovery(Array(text.utf8), of: Self.issuer) }
    }

    @Test func keysThatAreNone() throws {
        let rsa = try TestSigner(.rsa, id: "k").webKey
        func without(_ change: (inout JSONObject) -> Void) -> JSONValue {
            var key = rsa
            change(&key)
            return .object(key)
        }
        let short = Base64URLText.encode([0x81] + [UInt8](repeating: 1, count: 127))
        let keys: [JSONValue] = [
            without { $0["use"] = "enc" }, without { $0["key_ops"] = ["encrypt"] }, without { $0["n"] = nil },
            without { $0["n"] = .string(short) }, without { $0["e"] = "AQ" }, without { $0["n"] = "+/=" },
            ["kty": "oct", "k": "c2VjcmV0", "kid": "k"],
            ["kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "kid": "k"],
            ["kty": "EC", "crv": "secp256k1", "kid": "k"], ["kty": "OKP", "crv": "X25519", "x": "AA", "kid": "k"],
            "text",
        ]
        #expect(try KeySet(Array((["keys": .array(keys)] as JSONValue).canonicalText.utf8)).keys.isEmpty)
        let one = try KeySet(Array((["keys": .array(keys + [.object(rsa)])] as JSONValue).canonicalText.utf8))
        #expect(one.keys.count == 1 && one.key("k", for: .rs256) != nil && one.key("k", for: .es256) == nil)
        let bound = try KeySet(Array((["keys": [without { $0["alg"] = "PS256" }]] as JSONValue).canonicalText.utf8))
        #expect(bound.key("k", for: .rs256) == nil && bound.key("k", for: .ps256) != nil)
        #expect(throws: LoginFault.self) { try KeySet(Array("{}".utf8)) }
    }

    @Test func secretsDifferAndFollowFromOne() {
        let (one, two) = (LoginSecrets("a"), LoginSecrets("b"))
        let parts = [one.state, one.nonce, one.verifier, two.state, two.nonce, two.verifier]
        #expect(Set(parts).count == 6 && one.state == LoginSecrets("a").state)
        #expect((43...128).contains(one.verifier.utf8.count) && one.challenge.utf8.count == 43)
    }

    // MARK: Over a socket

    private final class Now: Sendable {
        private let seconds = Mutex<Int64>(1_790_000_000)
        var value: Int64 { seconds.withLock { $0 } }
        func advance(_ by: Int64) { seconds.withLock { $0 += by } }
    }

    private struct Scene: Sendable {
        let server: TestIdentityProvider
        let providers: IdentityProviders
        let now: Now

        /// A whole login; what came of it.
        func login(_ secret: String = "s", answer change: (inout ProviderAnswer) -> Void = { _ in }) async -> Result<
            ProvenLogin, LoginFault
        > {
            do throws(LoginFault) {
                let address = try await providers.address("p", secret: secret, callback: "http://here/back")
                guard let back = await Fetched.location(address) else { throw .refused("no way back") }
                var answer = Fetched.answer(back)
                change(&answer)
                return .success(try await providers.proven("p", secret: secret, callback: "http://here/back", answer))
            } catch { return .failure(error) }
        }
    }

    private static func with(
        _ kind: TestSigner.Kind = .ec, _ body: (Scene, TestSigner) async throws -> Void
    ) async throws {
        let (now, signer) = (Now(), try TestSigner(kind, id: "k-1"))
        let server = TestIdentityProvider(signer, now: now.value)
        try await server.listen()
        var settings = ProviderSettings(
            name: "p", label: "A provider", issuer: server.issuer, clientID: TestIdentityProvider.client.id,
            clientSecret: TestIdentityProvider.client.secret)
        settings.patience = 20
        let providers = IdentityProviders([settings], name: "test", now: { now.value })
        do { try await body(Scene(server: server, providers: providers, now: now), signer) } catch {
            await server.close()
            throw error
        }
        await server.close()
    }

    @Test(arguments: [TestSigner.Kind.rsa, .ec, .ed25519]) func aLogin(_ kind: TestSigner.Kind) async throws {
        try await Self.with(kind) { scene, _ in
            let proven = ProvenLogin(issuer: scene.server.issuer, subject: "248289761001")
            #expect(await scene.login() == .success(proven))
            scene.server.change { $0.issuerInAnswer = scene.server.issuer }
            #expect(await scene.login { $0.issuer = scene.server.issuer } == .success(proven))
            #expect(scene.server.count("/jwks") == 1 && scene.server.count("/.well-known/openid-configuration") == 1)
        }
    }

    /// Both are kept for an hour, and no longer.
    @Test func whatIsKeptIsReadAgain() async throws {
        try await Self.with { scene, _ in
            for (later, times) in [(0, 1), (3600, 1), (1, 2)] as [(Int64, Int)] {
                scene.now.advance(later)
                scene.server.change { $0.now = scene.now.value }
                _ = try await scene.login().get()
                #expect(scene.server.count("/jwks") == times)
                #expect(scene.server.count("/.well-known/openid-configuration") == times)
            }
        }
    }

    /// A new key is found at once, but a name that nobody knows does not make the provider be asked each time.
    @Test func newKeysAreLookedForButNotForEveryToken() async throws {
        try await Self.with { scene, signer in
            _ = try await scene.login().get()
            let new = try TestSigner(.ec, id: "k-2")
            scene.now.advance(Provider.pause)
            scene.server.change { behaviour in
                behaviour.now = scene.now.value
                behaviour.signing = .normal(new, algorithm: "ES256")
                behaviour.shown = [signer, new]
            }
            _ = try await scene.login().get()
            #expect(scene.server.count("/jwks") == 2)
            scene.server.change { $0.signing = .hidden(signer, as: "k-3") }
            for _ in 0..<5 {
                #expect(
                    await scene.login() == .failure(.token("it is signed with a key that the provider does not show")))
            }
            #expect(scene.server.count("/jwks") == 2)
        }
    }

    @Test func whatTheProviderAnswersIsBounded() async throws {
        try await Self.with { scene, _ in
            scene.server.change { $0.tokens = .endless(1 << 30) }
            #expect(await scene.login() == .failure(.unreachable("answered too much")))
            scene.server.change { $0.tokens = .redirect(scene.server.issuer + "/elsewhere") }
            #expect(await scene.login() == .failure(.unreachable("answered 302 where it gives tokens")))
            #expect(scene.server.count("/elsewhere") == 0)
            scene.server.change { $0.tokens = .never }
            #expect(await scene.login() == .failure(.unreachable("gave no answer, or none in time")))
        }
    }

    @Test func aProviderThatIsGone() async throws {
        try await Self.with { scene, _ in
            await scene.server.close()
            guard case .failure(let fault) = await scene.login() else {
                Issue.record("logged in")
                return
            }
            #expect(fault.isOurs && fault.sentence.hasPrefix("the provider cannot be reached"))
        }
    }

    @Test func wrongSecretAndWrongVerifierAreRefusedByTheProvider() async throws {
        try await Self.with { scene, _ in
            var settings = ProviderSettings(
                name: "p", label: "", issuer: scene.server.issuer, clientID: TestIdentityProvider.client.id,
                clientSecret: "wrong")
            settings.patience = 20
            let other = Scene(
                server: scene.server, providers: IdentityProviders([settings], name: "test", now: { scene.now.value }),
                now: scene.now)
            #expect(
                await other.login() == .failure(.refused("the provider did not take the code (invalid_client)")))
            // A code of another login: its verifier is another one.
            let address = try await scene.providers.address("p", secret: "other", callback: "http://here/back")
            let stolen = Fetched.answer(try #require(await Fetched.location(address)))
            #expect(
                await scene.login { $0.code = stolen.code }
                    == .failure(.refused("the provider did not take the code (invalid_grant)")))
        }
    }

    @Test func whatComesBackIsLookedAt() async throws {
        try await Self.with { scene, _ in
            let foreign = LoginFault.refused("what came back is from another issuer")
            #expect(await scene.login { $0.issuer = "https://login.example.com" } == .failure(foreign))
            #expect(
                await scene.login { $0.state = LoginSecrets("another").state }.failure?.sentence.contains(
                    "not the answer") == true)
            #expect(await scene.login { $0.state = nil }.failure != nil)
            #expect(await scene.login { $0.code = nil } == .failure(.refused("no code came back")))
            #expect(await scene.login { $0.error = "access_denied" } == .failure(.denied("access_denied")))
            #expect(scene.server.count("/token") == 0)
        }
        try await Self.with { scene, _ in
            scene.server.change { $0.discovery = { $0["authorization_response_iss_parameter_supported"] = true } }
            #expect(
                await scene.login() == .failure(.refused("what came back is from another issuer")),
                "who says that it names itself must")
        }
    }
}

extension Result where Failure == LoginFault {
    fileprivate var failure: LoginFault? {
        if case .failure(let fault) = self { fault } else { nil }
    }
}
