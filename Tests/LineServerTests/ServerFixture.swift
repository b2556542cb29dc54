import CanonicalJSON
import LineProtocol
import Listening
import TestTime
import Testing

@testable import LineServer

/// A server on a free port of the loopback, its business and its clock.
struct ServerFixture: Sendable {
    let server: LineServer
    let handler: EchoHandler
    let clock: ManualClock

    var address: String { server.addresses[0] }

    /// A connection that has read HELLO.
    func greeted(reads: Bool = true) async throws -> RawClient {
        let client = try await RawClient.connect(to: address, reads: reads)
        if reads {
            guard case .hello = try await client.reply() else { throw Unexpected(what: "no HELLO") }
        }
        return client
    }

    /// A connection that has logged in.
    func loggedIn() async throws -> RawClient {
        let client = try await greeted()
        try await client.send("auth AUTH {\"token\":\"good\"}\n")
        guard case .ok = try await client.reply() else { throw Unexpected(what: "AUTH was not answered with OK") }
        return client
    }
}

struct Unexpected: Error {
    let what: String
}

/// Runs a server for a test, and shuts it down after it; its clock runs on from then.
func withServer(
    _ addresses: [ListenAddress] = [.tcp(host: "127.0.0.1", port: 0)],
    limits: Limits = Limits(), connections: Int = 1000, ofAddress: Int = Limits().connectionsOfAddress,
    ofAccount: Int = Limits().connectionsOfAccount,
    at client: String? = nil, systemUsers: [UInt32: String] = [:],
    _ body: @Sendable (ServerFixture) async throws -> Void
) async throws {
    var configuration = ServerConfiguration(addresses: addresses, name: "chancery test")
    configuration.limits = limits
    configuration.connections = connections
    configuration.systemUsers = systemUsers
    configuration.limits.connectionsOfAddress = ofAddress
    configuration.limits.connectionsOfAccount = ofAccount
    configuration.clientName = { _ in client }
    let handler = EchoHandler()
    let clock = ManualClock()
    let server = try await LineServer.bind(configuration, gateway: handler, time: TimeSource(clock))
    let running = Task { await server.run() }
    let result: Result<Void, any Error>
    do {
        result = .success(try await body(ServerFixture(server: server, handler: handler, clock: clock)))
    } catch {
        result = .failure(error)
    }
    server.shutdown()
    let pump = Task {
        while !Task.isCancelled {
            clock.advance(by: .seconds(1))
            await Task.yield()
        }
    }
    await running.value
    pump.cancel()
    #expect(server.connectionCount == 0)
    try result.get()
}

extension Reply {
    /// The code of an ERR or a BYE.
    var code: ErrorCode? {
        switch self {
        case .error(_, let failure): failure.code
        case .bye(let object): object["code"]?.string.flatMap { ErrorCode(rawValue: $0) }
        case .row, .event, .ok, .hello, .ping: nil
        }
    }

    /// Kind and tag, for lists that are easy to compare: `1 OK`.
    var brief: String { line.split(separator: " ").prefix(code == nil || tag == nil ? 2 : 3).joined(separator: " ") }
}
