import HTTPTypes
import Testing

@testable import HTTPServer

/// Whose word is taken on where a request came from.
@Suite struct ForwardingTests {
    private static let proxies = ["192.0.2.0/24", "2001:db8:1::5"].compactMap { AddressRange($0) }

    private static func forwarding(
        _ headers: [(String, String)], from peer: String? = "192.0.2.10", isSecure: Bool = false
    ) throws -> Forwarding {
        var fields = HTTPFields()
        for (name, value) in headers {
            fields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
        }
        return Forwarding(fields, peer: peer, isSecure: isSecure, proxies: proxies)
    }

    @Test(
        arguments: [
            ([("X-Forwarded-For", "198.51.100.7"), ("X-Forwarded-Proto", "https")], "198.51.100.7", true),
            ([("X-Forwarded-For", "198.51.100.7"), ("X-Forwarded-Proto", "http")], "198.51.100.7", false),
            ([("X-Forwarded-For", "198.51.100.7")], "198.51.100.7", false),
            ([("X-Forwarded-Proto", "HTTPS")], "192.0.2.10", true),
            // What stands before what the proxy wrote, the browser may have written.
            ([("X-Forwarded-For", "203.0.113.9, 198.51.100.7")], "198.51.100.7", false),
            ([("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-For", "198.51.100.7")], "198.51.100.7", false),
            ([("X-Forwarded-Proto", "https, http"), ("X-Forwarded-For", "198.51.100.7")], "198.51.100.7", false),
            // One of our proxies behind another.
            ([("X-Forwarded-For", "203.0.113.9, 198.51.100.7, 192.0.2.11")], "198.51.100.7", false),
            ([("X-Forwarded-For", "192.0.2.12, 192.0.2.11")], "192.0.2.12", false),
            ([("X-Forwarded-For", "198.51.100.7:4711")], "198.51.100.7", false),
            ([("X-Forwarded-For", "2001:db8::7")], "2001:db8::7", false),
            ([("X-Forwarded-For", "[2001:db8::7]:4711")], "2001:db8::7", false),
            ([("X-Forwarded-For", "198.51.100.7, unknown")], "192.0.2.10", false),
            ([("X-Forwarded-For", "")], "192.0.2.10", false),
            ([("Forwarded", "for=198.51.100.7;proto=https")], "198.51.100.7", true),
            (
                [("Forwarded", "for=203.0.113.9;proto=https, For=\"[2001:db8::7]:4711\";by=192.0.2.10")], "2001:db8::7",
                false
            ),
            ([("Forwarded", "for=\"a,b;proto=https\"")], "192.0.2.10", false),
            ([("Forwarded", "for=_hidden;proto=https")], "192.0.2.10", true),
            // Both kinds: one of them is not the proxy's.
            (
                [
                    ("Forwarded", "for=203.0.113.9;proto=https"), ("X-Forwarded-For", "198.51.100.7"),
                    ("X-Forwarded-Proto", "http"),
                ],
                "192.0.2.10", false
            ),
            ([], "192.0.2.10", false),
        ] as [([(String, String)], String, Bool)])
    func aProxyIsBelieved(_ headers: [(String, String)], _ peer: String, _ isSecure: Bool) throws {
        let found = try Self.forwarding(headers)
        #expect(found.peer == peer && found.isSecure == isSecure)
        // Of anybody else the same headers say nothing.
        for other in ["198.51.100.99", "127.0.0.1", "2001:db8:1::6", nil] {
            let ignored = try Self.forwarding(headers, from: other)
            #expect(ignored.peer == other && !ignored.isSecure)
        }
    }

    @Test func tlsStaysTLS() throws {
        let found = try Self.forwarding([("X-Forwarded-Proto", "http")], isSecure: true)
        #expect(found.isSecure && found.peer == "192.0.2.10")
    }

    @Test(arguments: [
        ("192.0.2.10", "192.0.2.10", true), ("192.0.2.10", "192.0.2.11", false),
        ("192.0.2.10", "::ffff:192.0.2.10", true),
        ("192.0.2.0/24", "192.0.2.255", true), ("192.0.2.0/24", "192.0.3.0", false),
        ("192.0.2.128/25", "192.0.2.127", false),
        ("0.0.0.0/0", "203.0.113.1", true), ("0.0.0.0/0", "2001:db8::1", false), ("::/0", "203.0.113.1", true),
        ("2001:db8::/33", "2001:db8:7fff::1", true), ("2001:db8::/33", "2001:db8:8000::1", false),
        ("fe80::1", "fe80::1%eth0", true), ("192.0.2.10", "proxy", false), ("192.0.2.10", "", false),
    ]) func ranges(_ range: String, _ address: String, _ holds: Bool) throws {
        #expect(try #require(AddressRange(range)).contains(address) == holds)
    }

    @Test(arguments: [
        "", "proxy", "192.0.2", "192.0.2.256", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/", "192.0.2.0/024",
        "192.0.2.1/24",
        "2001:db8::/129", "2001:db8::1/64", "[2001:db8::1]", "192.0.2.1 ", "/24", "192.0.2.0/24/24",
    ]) func whatIsNoRange(_ text: String) {
        #expect(AddressRange(text) == nil)
    }
}
