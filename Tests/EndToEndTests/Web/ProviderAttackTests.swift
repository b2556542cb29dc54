import CanonicalJSON
import Postgres
import PostgresStore
import TestIdentity
import TestSupport
import Testing

/// What must not log anybody in, at an identity provider that does one thing wrong, or in the hands of somebody else.
@Suite(.timeLimit(.minutes(60))) struct ProviderAttackTests {
    /// One thing that a provider does wrong, and a word of what the page says.
    struct Wrong: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let says: String
        let change: @Sendable (inout TestIdentityProvider.Behaviour, ProviderScene) throws -> Void

        init(
            _ name: String, _ says: String,
            _ change: @escaping @Sendable (inout TestIdentityProvider.Behaviour, ProviderScene) throws -> Void
        ) {
            testDescription = name
            self.says = says
            self.change = change
        }

        static func claim(_ key: String, _ value: JSONValue?, _ says: String) -> Wrong {
            Wrong("\(key)", says) { behaviour, _ in behaviour.claims = { $0[key] = value } }
        }
    }

    static let wrongs: [Wrong] = [
        .claim("nonce", "another", "another login"), .claim("aud", "another", "another client"),
        .claim("iss", "https://login.example.com", "another issuer"),
        .claim("exp", .integer(ProviderScene.now - 61), "has expired"),
        .claim("nbf", .integer(ProviderScene.now + 61), "not valid yet"),
        .claim("iat", .integer(ProviderScene.now + 61), "not issued yet"),
        .claim("at_hash", "AAAAAAAAAAAAAAAAAAAAAA", "access token"), .claim("sub", nil, "names nobody"),
        Wrong("unsigned", "signed by") { behaviour, _ in behaviour.signing = .unsigned },
        Wrong("HS256 by the public key", "signed by") { behaviour, _ in behaviour.signing = .hmacOfPublicKey },
        Wrong("another key", "signature") { behaviour, scene in
            behaviour.signing = .hidden(try TestSigner(.ec, id: "x"), as: scene.signer.id)
        },
        Wrong("a key that is not shown", "does not show") { behaviour, _ in
            let other = try TestSigner(.ec, id: "k-2")
            behaviour.signing = .normal(other, algorithm: "ES256")
        },
        Wrong("an issuer on the way back", "another issuer") { behaviour, _ in
            behaviour.issuerInAnswer = "https%3A%2F%2Flogin.example.com"
        },
        Wrong("1 GB of tokens", "too much") { behaviour, _ in behaviour.tokens = .endless(1 << 30) },
        Wrong("no tokens, ever", "in time") { behaviour, _ in behaviour.tokens = .never },
        Wrong("tokens elsewhere", "302") { behaviour, _ in
            behaviour.tokens = .redirect("http://127.0.0.1:9/token")
        },
    ]

    @Test(arguments: wrongs) func aWrongAnswerLogsNobodyIn(_ wrong: Wrong) async throws {
        try await ProviderScene.with { scene in
            try await scene.link()
            var fault: (any Error)?
            scene.provider.change { behaviour in
                do { try wrong.change(&behaviour, scene) } catch let thrown { fault = thrown }
            }
            if let fault { throw fault }
            let browser = Browser(scene.address)
            let page = try await scene.login(browser)
            #expect((page.status == 403 || page.status == 503) && page.text.contains(wrong.says), "\(page.text)")
            #expect(browser.cookies["chancery"] == nil)
            #expect(try await browser.get("/inbox").status == 303)
        }
    }

    /// What is known of the provider before anybody is sent there.
    @Test(
        arguments: [
            ("issuer", "https://login.example.com", "another issuer"),
            ("code_challenge_methods_supported", ["plain"], "PKCE"),
            ("token_endpoint", "http://192.0.2.1/token", "https"),
        ] as [(String, JSONValue, String)])
    func aWrongDiscoveryBeginsNothing(_ key: String, _ value: JSONValue, _ says: String) async throws {
        try await ProviderScene.with { scene in
            scene.provider.change { $0.discovery = { $0[key] = value } }
            let browser = Browser(scene.address)
            let page = try await browser.get("/login/oidc/test?to=/inbox")
            #expect(page.status == 503 && page.text.contains(says))
            #expect(browser.cookies["chancery-oidc"] == nil)
        }
    }

    @Test func whatCameBackCountsOnceAndInItsBrowserAlone() async throws {
        try await ProviderScene.with { scene in
            try await scene.link()
            let (browser, other) = (Browser(scene.address), Browser(scene.address))
            let back = try await scene.authorize(try await scene.begin(browser))
            // In another browser, with or without a login of its own under way.
            #expect(try await other.get(back).status == 403)
            _ = try await scene.begin(other)
            #expect(try await other.get(back).status == 403)
            #expect(other.cookies["chancery"] == nil)
            let cookie = try #require(browser.cookies["chancery-oidc"])
            #expect(try await browser.get(back).status == 303)
            // The same once more, even with the cookie that was taken away.
            let replay = Browser(scene.address)
            replay.cookies["chancery-oidc"] = cookie
            let page = try await replay.get(back)
            #expect(page.status == 403 && page.text.contains("began a moment ago") && replay.cookies["chancery"] == nil)
        }
    }

    /// A code is used once, at the provider: whoever saw it cannot use it in a login of their own.
    @Test func aCodeOfSomebodyElseOpensNothing() async throws {
        try await ProviderScene.with { scene in
            try await scene.link()
            let (victim, thief) = (Browser(scene.address), Browser(scene.address))
            let seen = try await scene.authorize(try await scene.begin(victim))
            let own = try await scene.authorize(try await scene.begin(thief))
            let code = try #require(seen.firstMatch(of: /code=([^&]*)/)?.output.1)
            let state = try #require(own.firstMatch(of: /state=([^&]*)/)?.output.1)
            let page = try await thief.get("/login/oidc/test/callback?code=\(code)&state=\(state)")
            #expect(page.status == 403 && page.text.contains("invalid_grant") && thief.cookies["chancery"] == nil)
        }
    }

    @Test(arguments: [
        "state=STATE", "code=CODE", "code=CODE&state=0", "code=CODE&state=STATE&state=STATE",
        "error=access_denied&state=STATE",
        "code=CODE&code=CODE&state=STATE",
    ]) func whatComesBackIsWhole(_ query: String) async throws {
        try await ProviderScene.with { scene in
            try await scene.link()
            let browser = Browser(scene.address)
            let back = try await scene.authorize(try await scene.begin(browser))
            let code = try #require(back.firstMatch(of: /code=([^&]*)/)?.output.1)
            let state = try #require(back.firstMatch(of: /state=([^&]*)/)?.output.1)
            let changed = query.replacing("CODE", with: code).replacing("STATE", with: state)
            #expect(try await browser.get("/login/oidc/test/callback?" + changed).status == 403)
            // It is over with that.
            #expect(try await browser.get(back).status == 403)
            #expect(scene.provider.count("/token") == 0)
        }
    }

    /// A login that is left lying for more than ten minutes is over.
    @Test func aLoginTakesTenMinutesAtMost() async throws {
        try await ProviderScene.with { scene in
            try await scene.link()
            let browser = Browser(scene.address)
            let back = try await scene.authorize(try await scene.begin(browser))
            let connection = try await scene.world.database.connect(role: .owner)
            _ = try await connection.query("UPDATE login_attempt SET opened_at = now() - interval '601 seconds'")
            #expect(try await browser.get(back).status == 403)
        }
    }

    @Test func refusalsOfOneAddressAreCounted() async throws {
        try await ProviderScene.with { scene in
            let browser = Browser(scene.address)
            for _ in 0..<20 { #expect(try await browser.get("/login/oidc/test/callback?code=a&state=b").status == 403) }
            let page = try await browser.get("/login/oidc/test/callback?code=a&state=b")
            #expect(page.status == 429)
            #expect(try await browser.get("/login/oidc/test").status == 429)
        }
    }

    /// The way back after a login leads to a page of this server and nowhere else.
    @Test(arguments: ["https://evil.example", "//evil.example", "/%5Cevil.example", "/login", "/logout"])
    func theWayBackStaysHere(_ to: String) async throws {
        try await ProviderScene.with { scene in
            try await scene.link()
            let browser = Browser(scene.address)
            let answer = try await browser.get("/login/oidc/test?to=\(to)")
            let back = try await browser.get(try await scene.authorize(answer.location))
            #expect(back.status == 303 && back.location == "/inbox")
        }
    }
}
