import Testing

@testable import LineProtocol

@Suite("Loopback")
struct LoopbackTests {
    @Test(
        "what means this machine",
        arguments: [
            "localhost", "Localhost.", "LOCALHOST", "localhost.", "127.0.0.1", "127.0.0.2", "127.255.255.254", "127.1",
            "0x7f.1", "2130706433", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.9.9.9",
        ])
    func inside(host: String) { #expect(Loopback.holds(host)) }

    @Test(
        "what does not",
        arguments: [
            "", ".", "localhost..", "localhost.example", "mylocalhost", "127.example", "128.0.0.1", "1.127.0.1",
            "0.0.0.0",
            "::", "::2", "::ffff:128.0.0.1", "127.0.0.1.", "127.0.0.256", "192.0.2.1",
        ])
    func outside(host: String) { #expect(!Loopback.holds(host)) }
}
