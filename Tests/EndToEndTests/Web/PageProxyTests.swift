import HTTPServer
import Listening
import Requests
import TestWeb
import Testing

/// Whose word is taken on whether a browser's way is secret, over real sockets: a second address of the loopback stands for a proxy.
@Suite(.timeLimit(.minutes(60))) struct PageProxyTests {
    @Test func onlyTheProxyThatIsNamedIsBelieved() async throws {
        try await World.with { world in
            var configuration = WebConfiguration(address: .tcp(host: "127.0.0.1", port: 0), name: "test")
            configuration.proxies = [try #require(AddressRange("127.0.0.2"))]
            let web = try await HTTPServer.bind(configuration, gateway: ServiceGateway(world.server.service))
            let serving = Task { await web.run() }
            let result: Result<Void, any Error>
            do { result = .success(try await Self.look(at: web.address)) } catch { result = .failure(error) }
            web.shutdown()
            await serving.value
            try result.get()
        }
    }

    private static func look(at address: String) async throws {
        let saysSecure = ["X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https", "Accept": "text/html"]
        for (own, headers, isSecure) in [
            ("127.0.0.2", saysSecure, true), ("127.0.0.3", saysSecure, false), ("127.0.0.1", saysSecure, false),
            ("127.0.0.2", ["Accept": "text/html"], false),
        ] {
            let client = try await RawHTTP.connect(to: address, from: own)
            let answer = try await client.ask("GET", "/login", headers)
            let cookie = try #require(answer["set-cookie"])
            #expect(answer.status == 200)
            #expect(cookie.hasPrefix(isSecure ? "__Host-chancery-login=" : "chancery-login="), "\(own): \(cookie)")
            #expect(cookie.contains("; Secure") == isSecure)
            #expect((answer["strict-transport-security"] != nil) == isSecure)
            await client.close()
        }
    }
}
