import CanonicalJSON
import TestWeb
import Testing
import WebPages

/// An address of a page that does not take a method says which it takes (RFC 9110, section 15.5.6).
@Suite struct PageMethodTests {
    @Test(arguments: ["application/json", "text/html"]) func whatAnAddressTakesIsTold(_ accept: String) async throws {
        try await World.withPages { _, address in
            for (method, target, allowed) in [
                ("PUT", "/login", "GET, HEAD, POST"), ("DELETE", "/", "GET, HEAD"), ("POST", "/inbox", "GET, HEAD"),
                ("POST", "/f/mini/audit", "GET, HEAD"), ("POST", "/p/MINI-2026-0001/history", "GET, HEAD"),
                ("PUT", "/p/MINI-2026-0001/edit", "GET, HEAD, POST"),
                ("OPTIONS", "/no/such/page", "GET, HEAD, POST"), ("POST", PageAddress.mark, "GET, HEAD"),
                ("PUT", PageAddress.stylesheet, "GET, HEAD"),
                ("POST", PageAddress.events(ofForum: "mini", after: "now"), "GET"),
            ] {
                let client = try await RawHTTP.connect(to: address)
                let answer = try await client.ask(method, target, ["Accept": accept])
                #expect(answer.status == 405 && answer["allow"] == allowed, "\(method) \(target)")
                #expect((answer.json["code"] == "METHOD_NOT_ALLOWED") == (accept == "application/json"))
                await client.close()
            }
        }
    }
}
