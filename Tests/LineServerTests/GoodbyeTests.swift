import LineProtocol
import Listening
import NIOSSL
import TestTime
import Testing

@testable import LineServer

/// Connections that are too many, over TLS, where a client that says nothing cannot even be told so.
@Suite("Goodbyes", .timeLimit(.minutes(60)))
struct GoodbyeTests {
    /// A server that takes one connection, which is taken; nothing but its own clock ends the others.
    private static func withFullServer(
        _ body: @Sendable (ServerFixture, TLSConfiguration) async throws -> Void
    ) async throws {
        let directory = try TemporaryDirectory()
        let files = try directory.certificate()
        var limits = Limits()
        limits.loginMilliseconds = 3_000_000
        let address = ListenAddress.tls(host: "127.0.0.1", port: 0, certificate: files)
        try await withServer([address], limits: limits, connections: 1) { fixture in
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.trustRoots = .file(files.chain)
            configuration.applicationProtocols = ["chancery/1"]
            let first = try await RawClient.connect(to: fixture.address, tls: configuration)
            #expect(try await first.reply()?.brief.hasPrefix("* HELLO") == true)
            try await body(fixture, configuration)
            await first.close()
        }
    }

    /// Clients that begin no handshake, as many as are told at a time.
    private static func mute(_ fixture: ServerFixture) async throws -> [RawClient] {
        var clients: [RawClient] = []
        for _ in 0..<Goodbyes.most { clients.append(try await RawClient.connect(to: fixture.address)) }
        try await waitUntil { fixture.server.goodbyes.count >= Goodbyes.most }
        return clients
    }

    private static func ended(_ client: RawClient) async throws {
        #expect(((try? await client.rest()) ?? []) == [])
        await client.close()
    }

    @Test("silent clients hold few connections, each for a short time; whoever speaks is told")
    func silent() async throws {
        try await Self.withFullServer { fixture, configuration in
            let mute = try await Self.mute(fixture)
            // One more closes at once.
            try await Self.ended(try await RawClient.connect(to: fixture.address))
            fixture.clock.advance(by: Goodbyes.patience)
            for client in mute { try await Self.ended(client) }
            try await waitUntil { fixture.server.goodbyes.count == 0 }
            let told = try await RawClient.connect(to: fixture.address, tls: configuration)
            #expect(try await told.rest().map(\.code) == [.tooManyConnections])
            await told.close()
        }
    }

    @Test("a server that stops waits for none of them")
    func stop() async throws {
        try await Self.withFullServer { fixture, _ in
            let mute = try await Self.mute(fixture)
            fixture.server.shutdown()
            for client in mute { try await Self.ended(client) }
            try await waitUntil { fixture.server.goodbyes.count == 0 }
        }
    }
}
