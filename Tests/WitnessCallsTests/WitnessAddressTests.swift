import Testing
import WebCalls

@testable import WitnessCalls

@Suite struct WitnessAddressTests {
    @Test(arguments: [
        ("https://witness.example.org", "witness.example.org", "/add-checkpoint"),
        ("https://witness.example.org:8443/a/b/", "witness.example.org:8443", "/a/b/add-checkpoint"),
        ("http://127.0.0.1:7380/", "127.0.0.1:7380", "/add-checkpoint"),
        ("http://[::1]:7380/x", "[::1]:7380", "/x/add-checkpoint"), ("http://[::1]", "[::1]", "/add-checkpoint"),
        ("http://witness:80", "witness", "/add-checkpoint"),
    ]) func addresses(_ url: String, _ authority: String, _ path: String) throws {
        let address = try #require(WitnessAddress(url))
        #expect(address.web.authority == authority && address.path == path)
        #expect(address.web.isSecure == url.hasPrefix("https"))
        #expect(address.web.serverName == (authority.contains("witness") ? address.web.host : nil))
    }

    @Test(arguments: [
        "", "witness.example.org", "tls://witness.example.org:7420", "https://", "https:///x", "https://:443",
        "https://a:0", "https://a:x", "https://a:70000", "https://user@a", "https://a/?q", "https://a b", "https://ä",
    ]) func others(_ url: String) {
        #expect(WitnessAddress(url) == nil)
    }
}
