import CanonicalJSON
import HTTPServer
import IdentityProviders
import LineProtocol
import Listening
import Requests
import TestIdentity

/// Pages with an identity provider: everything over real sockets.
struct ProviderScene: Sendable {
    let world: World
    let address: String
    let provider: TestIdentityProvider
    let signer: TestSigner

    /// The second at which all of it happens.
    static let now: Int64 = 1_790_000_000
    static let account = "asem/cp-FR"

    static func with(_ body: (ProviderScene) async throws -> Void) async throws {
        try await World.with { world in
            let signer = try TestSigner(.ec, id: "k-1")
            let provider = TestIdentityProvider(signer, now: now)
            try await provider.listen()
            var settings = ProviderSettings(
                name: "test", label: "A ministry", issuer: provider.issuer, clientID: TestIdentityProvider.client.id,
                clientSecret: TestIdentityProvider.client.secret)
            settings.patience = 20
            var configuration = WebConfiguration.patient()
            configuration.providers = IdentityProviders([settings], name: "test", now: { now })
            let web = try await HTTPServer.bind(configuration, gateway: ServiceGateway(world.server.service))
            let serving = Task { await web.run() }
            let result: Result<Void, any Error>
            do {
                try await body(ProviderScene(world: world, address: web.address, provider: provider, signer: signer))
                result = .success(())
            } catch {
                result = .failure(error)
            }
            web.shutdown()
            await serving.value
            await provider.close()
            try result.get()
        }
    }

    /// Links an account to whom the provider logs in; answers the link.
    @discardableResult
    func link(_ account: String = account, subject: String = "248289761001") async throws -> String {
        let done = try await world.root().ok(
            "IDENTITY \(account)", ["issuer": .string(provider.issuer), "subject": .string(subject)])
        return done["id"]?.string ?? ""
    }

    /// Presses the button of the provider; answers where the browser is sent.
    func begin(_ browser: Browser, to: String = "/inbox") async throws -> String {
        let page = try await browser.get("/login?to=\(to)")
        guard page.text.contains("Log in with A ministry") else { throw Unexpected("no button: \(page.status)") }
        let answer = try await browser.get("/login/oidc/test?to=\(to)")
        guard answer.status == 303 else { throw Unexpected("not begun: \(answer.status) \(answer.text)") }
        return answer.location
    }

    /// Logs in at the provider; answers the path to which the browser is sent back.
    func authorize(_ address: String) async throws -> String {
        let other = Browser(provider.issuer)
        let answer = try await other.get(String(address.dropFirst(provider.issuer.utf8.count)))
        guard answer.status == 302, answer.location.hasPrefix(self.address) else {
            throw Unexpected("not sent back: \(answer.status) \(answer.location)")
        }
        return String(answer.location.dropFirst(self.address.utf8.count))
    }

    /// A whole login in a browser; answers what the browser was shown last.
    func login(_ browser: Browser) async throws -> Browser.Answer {
        try await browser.get(try await authorize(try await begin(browser)))
    }
}
