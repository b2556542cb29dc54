import HTTPServer
import Listening
import Requests
import TestWeb
import Testing

/// Whose word is taken on whether a browser's way is secret, over real sockets: a second address of the loopback stands for a proxy.
@Suite(.timeLimit(.minutes(60))) struct PageProxyTests {
    @Test func onlyTheProxyThatIsNamedIsBelieved() async throws { try await Self.with(Self.look) }

    /// What is refused before a page is known is told as the pages are.
    @Test func refusalsBelieveItAsPagesDo() async throws { try await Self.with(Self.lookAtRefusals) }

    private static func with(_ look: (_ address: String) async throws -> Void) async throws {
        try await World.with { world in
            var configuration = WebConfiguration.patient()
            configuration.proxies = [try #require(AddressRange("127.0.0.2"))]
            let web = try await HTTPServer.bind(configuration, gateway: ServiceGateway(world.server.service))
            let serving = Task { await web.run() }
            let result: Result<Void, any Error>
            do { result = .success(try await look(web.address)) } catch { result = .failure(error) }
            web.shutdown()
            await serving.value
            try result.get()
        }
    }

    private static func lookAtRefusals(at address: String) async throws {
        let headers = [
            "X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https", "Accept": "text/html",
            "Accept-Language": "fr", "Cookie": "__Host-chancery-language=ar",
        ]
        let requests: [(method: String, target: String, type: String, status: Int)] = [
            ("PUT", "/login", "text/plain", 405), ("POST", "/login", "text/plain", 415),
            ("POST", "/login", "multipart/form-data", 400), ("POST", "/login", "multipart/form-data; boundary=b", 400),
            ("POST", "/login", "application/x-www-form-urlencoded", 400),
            ("GET", "/" + String(repeating: "x", count: 9000), "text/plain", 414),
        ]
        for (own, language) in [("127.0.0.2", "ar"), ("127.0.0.3", "fr")] {
            for (method, target, type, status) in requests {
                let client = try await RawHTTP.connect(to: address, from: own)
                let answer = try await client.ask(
                    method, target, headers.merging(["Content-Type": type]) { $1 }, body: method == "GET" ? nil : "%")
                #expect(answer.status == status && answer["content-language"] == language, "\(method) \(type)")
                #expect((answer["strict-transport-security"] != nil) == (language == "ar"))
                await client.close()
            }
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
