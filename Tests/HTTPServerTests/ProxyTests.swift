import Listening
import NIOCore
import TestTime
import TestWeb
import Testing

@testable import HTTPServer

/// Proxies that are named, over real sockets: as far as one machine has addresses of its own.
@Suite("Proxies", .timeLimit(.minutes(60)))
struct ProxyTests {
    /// A server on all addresses of this machine in plain text, for these proxies.
    private static func with(
        _ proxies: [String], _ body: (_ port: Int) async throws -> Void
    ) async throws {
        var configuration = WebConfiguration(address: .tcp(host: "0.0.0.0", port: 0), name: "chancery test")
        configuration.proxies = proxies.compactMap { AddressRange($0) }
        try #require(configuration.proxies.count == proxies.count)
        let server = try await HTTPServer.bind(configuration, gateway: EchoGateway())
        let running = Task { await server.run() }
        let port = Int(server.address.split(separator: ":").last ?? "") ?? 0
        do { try await body(port) } catch {
            server.shutdown()
            await running.value
            throw error
        }
        server.shutdown()
        await running.value
    }

    private static func ask(
        _ port: Int, at address: String, from own: String, _ headers: [String: String] = [:]
    ) async throws -> RawHTTP.Answer {
        let client = try await RawHTTP.connect(to: "http://\(address):\(port)", from: own)
        let answer = try await client.ask("GET", "/no/such/address", headers.merging(["Accept": "text/html"]) { $1 })
        await client.close()
        return answer
    }

    /// An address of this machine that is no loopback; nil where it has none.
    private static var ownAddress: String? {
        let devices = (try? System.enumerateDevices()) ?? []
        return devices.compactMap { $0.address }.filter { $0.protocol == .inet }.compactMap(\.ipAddress)
            .first { !$0.hasPrefix("127.") && !$0.hasPrefix("169.254.") }
    }

    @Test("a proxy that is named may ask in plain text, and nobody else but this machine")
    func whoMayAsk() async throws {
        // Without another address of this machine there is nobody who could be refused.
        guard let own = Self.ownAddress else { return }
        try await Self.with([own]) { (port: Int) async throws in
            #expect(try await Self.ask(port, at: own, from: own).status == 404)
            #expect(try await Self.ask(port, at: "127.0.0.1", from: "127.0.0.1").status == 404)
        }
        try await Self.with(["198.51.100.7"]) { (port: Int) async throws in
            let refused = try await Self.ask(port, at: own, from: own)
            #expect(refused.status == 403 && refused["connection"] == "close")
            #expect(refused.text.contains("Open the page over HTTPS"))
            #expect(try await Self.ask(port, at: "127.0.0.1", from: "127.0.0.2").status == 404, "this machine itself")
        }
    }
}
