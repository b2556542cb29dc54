import LineProtocol
import LineServer
import Listening
import Requests
import TestTime

/// A listener on the server's business, with a clock that stands still until a transcript moves it.
final class Door: Sendable {
    let port: Int
    let clock: ManualClock
    private let server: LineServer
    private let serving: Task<Void, Never>

    private init(_ server: LineServer, port: Int, clock: ManualClock) {
        self.server = server
        self.port = port
        self.clock = clock
        serving = Task { await server.run() }
    }

    /// - Parameters:
    ///   - connections: how many it takes at one time; nil for as many as by itself.
    ///   - ofAccount: how many of them one account has.
    static func open(
        _ gateway: any RequestGateway, connections: Int? = nil, ofAccount: Int? = nil
    ) async throws -> Door {
        var configuration = ServerConfiguration(
            addresses: [.tcp(host: "127.0.0.1", port: 0)], name: "chancery conformance")
        if let connections { configuration.connections = connections }
        if let ofAccount { configuration.limits.connectionsOfAccount = ofAccount }
        let clock = ManualClock()
        let server = try await LineServer.bind(configuration, gateway: gateway, time: TimeSource(clock))
        guard let port = server.addresses.first.flatMap({ Int($0.split(separator: ":").last ?? "") }) else {
            throw Transcript.Fault(description: "the server listens nowhere")
        }
        return Door(server, port: port, clock: clock)
    }

    /// Tells it to stop.
    func shutdown() { server.shutdown() }

    /// Stops it, and lets time run on until every connection has ended.
    func close() async {
        server.shutdown()
        let pump = Task { [clock] in
            while !Task.isCancelled {
                clock.advance(by: .seconds(1))
                await Task.yield()
            }
        }
        await serving.value
        pump.cancel()
    }
}
