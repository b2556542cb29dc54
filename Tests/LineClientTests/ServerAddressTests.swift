import Testing

@testable import LineClient

@Suite("Server addresses")
struct ServerAddressTests {
    @Test(
        "each form is read",
        arguments: [
            ("127.0.0.1:7420", .tcp(host: "127.0.0.1", port: 7420)), ("localhost", .tcp(host: "localhost", port: 7420)),
            ("[::1]:99", .tcp(host: "::1", port: 99)), ("[::1]", .tcp(host: "::1", port: 7420)),
            ("LOCALHOST:99", .tcp(host: "LOCALHOST", port: 99)), ("Localhost.:99", .tcp(host: "Localhost.", port: 99)),
            ("localhost.", .tcp(host: "localhost.", port: 7420)), ("LocalHost", .tcp(host: "LocalHost", port: 7420)),
            ("127.1:99", .tcp(host: "127.1", port: 99)), ("127.0.1", .tcp(host: "127.0.1", port: 7420)),
            ("0x7f.1:1", .tcp(host: "0x7f.1", port: 1)), ("::1", .tcp(host: "::1", port: 7420)),
            ("[0:0:0:0:0:0:0:1]:99", .tcp(host: "0:0:0:0:0:0:0:1", port: 99)),
            ("[::ffff:127.0.0.1]:99", .tcp(host: "::ffff:127.0.0.1", port: 99)),
            ("2001:db8::1", .tls(host: "2001:db8::1", port: 7420)), ("[::2]:1", .tls(host: "::2", port: 1)),
            ("128.1:1", .tls(host: "128.1", port: 1)), ("1.127.0.1:1", .tls(host: "1.127.0.1", port: 1)),
            ("TLS://host:1", .tls(host: "host", port: 1)), ("TCP://host:1", .tcp(host: "host", port: 1)),
            ("localhost.example:1", .tls(host: "localhost.example", port: 1)),
            ("127.9.9.9:1", .tcp(host: "127.9.9.9", port: 1)), ("tcp://host:1", .tcp(host: "host", port: 1)),
            ("chancery.example:7420", .tls(host: "chancery.example", port: 7420)),
            ("127.example:1", .tls(host: "127.example", port: 1)), ("192.0.2.1", .tls(host: "192.0.2.1", port: 7420)),
            ("tls://localhost:65535", .tls(host: "localhost", port: 65535)), ("unix:s", .unix(path: "s")),
            ("/run/chancery/socket", .unix(path: "/run/chancery/socket")),
        ] as [(String, ServerAddress)])
    func forms(text: String, address: ServerAddress) {
        #expect(ServerAddress(text) == address)
        #expect(ServerAddress(address.description) == address)
    }

    @Test(
        "what is not an address is refused",
        arguments: [
            "", ":7420", "host:", "host:0", "host:65536", "host:x", "::1:7420", "[::1", "[::1]x", "unix:", "a b",
            "http://h/",
        ])
    func faults(text: String) {
        #expect(ServerAddress(text) == nil)
    }
}
