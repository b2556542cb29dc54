import CanonicalJSON
import LineProtocol
import Listening
import TestTime
import TestWeb
import Testing

@testable import HTTPServer

/// A server on a free port of the loopback, its business and its clock.
struct WebFixture: Sendable {
    let server: HTTPServer
    let gateway: EchoGateway
    let clock: ManualClock

    func connect(reads: Bool = true) async throws -> RawHTTP {
        try await RawHTTP.connect(to: server.address, reads: reads)
    }

    /// One request on a connection of its own.
    func ask(
        _ method: String, _ target: String, _ headers: [String: String] = [:], body: String? = nil
    ) async throws -> RawHTTP.Answer {
        let client = try await connect()
        let answer = try await client.ask(method, target, headers, body: body)
        await client.close()
        return answer
    }
}

/// Runs a server for a test, and shuts it down after it; its clock runs on from then.
///
/// - Parameter certificate: the files with which it speaks TLS.
func withWeb(
    connections: Int = 1000, ofAddress: Int = 1000, at client: String? = nil, proxies: [AddressRange] = [],
    body bodyPeriod: Duration = .seconds(3000), idle idlePeriod: Duration = .seconds(3000),
    login loginMilliseconds: Int = 3_000_000, certificate: ListenAddress.TLSFiles? = nil,
    _ body: @Sendable (WebFixture) async throws -> Void
) async throws {
    let address: ListenAddress =
        if let certificate { .tls(host: "127.0.0.1", port: 0, certificate: certificate) } else {
            .tcp(host: "127.0.0.1", port: 0)
        }
    var configuration = WebConfiguration(address: address, name: "chancery test")
    configuration.limits.loginMilliseconds = loginMilliseconds
    configuration.connections = connections
    configuration.limits.connectionsOfAddress = ofAddress
    configuration.clientName = { _ in client }
    configuration.proxies = proxies
    configuration.bodyPeriod = bodyPeriod
    configuration.idlePeriod = idlePeriod
    configuration.stallPeriod = .seconds(3000)
    let gateway = EchoGateway()
    let clock = ManualClock()
    let server = try await HTTPServer.bind(configuration, gateway: gateway, time: TimeSource(clock))
    let running = Task { await server.run() }
    let result: Result<Void, any Error>
    do {
        result = .success(try await body(WebFixture(server: server, gateway: gateway, clock: clock)))
    } catch {
        result = .failure(error)
    }
    server.shutdown()
    gateway.gate.open()
    let pump = Task {
        while !Task.isCancelled {
            clock.advance(by: .seconds(1))
            await Task.yield()
        }
    }
    await running.value
    pump.cancel()
    #expect(server.connectionCount == 0)
    // What was begun ends with its connection, or once the gate is open.
    try await waitUntil { server.desk.openCount == 0 }
    try result.get()
}
