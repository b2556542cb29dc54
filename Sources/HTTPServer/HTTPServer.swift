import LineProtocol
package import Listening
import Logging
import NIOCore
package import Requests
import Synchronization

/// Listens for HTTP, and answers the requests of each connection until it is shut down.
package final class HTTPServer: Sendable {
    typealias Listener = NIOAsyncChannel<WebConnection, Never>
    typealias Unserved = UnservedConnections<WebConnection>

    private struct State {
        var isStopping = false
        /// What gives up on connections that do not end; nothing is held for it once all have.
        var giving: Task<Void, Never>?
        var lastNumber: UInt64 = 0
        var channels: [UInt64: any Channel] = [:]
    }

    /// Where it listens, as a browser takes it: `http://127.0.0.1:7421`, with the port that the system chose.
    package let address: String
    let desk: Desk
    private let listener: Listener
    private let certificate: ServedCertificate?
    private let unserved: Unserved
    private let serving: WebChannel
    private let dismissing: WebChannel
    private let room: Room
    let goodbyes: Goodbyes
    private let state = Mutex(State())

    /// Nothing of the library is logged: what a request did wrong its sender is told, and what the server did wrong the gateway reports.
    static let log = Logger(label: "http") { _ in SwiftLogNoOpLogHandler() }

    private init(
        _ listener: Listener, _ certificate: ServedCertificate?, _ unserved: Unserved, _ desk: Desk, address: String,
        channel: WebChannel
    ) {
        self.listener = listener
        self.certificate = certificate
        self.unserved = unserved
        self.desk = desk
        self.address = address
        serving = channel
        room = Room(ofName: desk.configuration.limits.connectionsOfAddress, ofAll: desk.configuration.connections)
        goodbyes = Goodbyes(Timetable(desk.time))
        dismissing = WebChannel(desk.configuration, DismissingResponder(desk))
    }

    /// Binds the address; ``run()`` then serves it.
    package static func bind(
        _ configuration: WebConfiguration, gateway: any RequestGateway,
        time: TimeSource = TimeSource(ContinuousClock())
    ) async throws(ListenError) -> HTTPServer {
        let desk = Desk(configuration, gateway, time)
        return try await bind(configuration, desk, RouteGroups(desk))
    }

    /// Binds an address that answers reports alone, each at its path, without a login.
    package static func bind(
        _ configuration: WebConfiguration, reports: [String: @Sendable () async -> Report],
        time: TimeSource = TimeSource(ContinuousClock())
    ) async throws(ListenError) -> HTTPServer {
        try await bind(
            configuration, Desk(configuration, NobodyEnters(), time), RouteGroups(Reports(reports: reports)))
    }

    private static func bind(
        _ configuration: WebConfiguration, _ desk: Desk, _ groups: RouteGroups
    ) async throws(ListenError) -> HTTPServer {
        let channel = WebChannel(configuration, Responder(groups, desk))
        let unserved = Unserved()
        var certificate: ServedCertificate?
        if case .tls(_, _, let files) = configuration.address {
            certificate = try ServedCertificate(files, WebChannel.protocols)
        }
        let listener = try await listen(
            configuration.address, for: configuration.proxies, certificate, channel, unserved)
        return HTTPServer(
            listener, certificate, unserved, desk, address: boundAddress(listener.channel, configuration.address),
            channel: channel)
    }

    /// The way in behind an address at which nobody logs in.
    private struct NobodyEnters: RequestGateway {
        func authenticate(_ request: LineProtocol.Request, from peer: Peer) async -> Result<Login, Failure> {
            .failure(Failure(.forbidden, "nobody logs in here"))
        }
    }

    /// Serves until ``shutdown()`` and the end of the last connection.
    package func run() async {
        do {
            try await listener.executeThenClose { inbound in
                try await withThrowingDiscardingTaskGroup { group in
                    for try await connection in inbound {
                        group.addTask(executorPreference: ReadingThreads.shared) { await self.serve(connection) }
                    }
                }
            }
        } catch {
            // The listener broke or was closed; its connections have ended before.
        }
        unserved.end()
        // Whoever waits for the end finds nothing held any more.
        let giving = state.withLock { $0.giving }
        giving?.cancel()
        await giving?.value
    }

    /// Stops accepting, answers what is open, and closes the connections within a bound.
    package func shutdown() {
        let giving = Task {
            let now = desk.time.now()
            guard (try? await desk.time.sleep(now + desk.configuration.stopPeriod)) != nil else { return }
            desk.giveUp()
            let last = now + desk.configuration.stopPeriod + desk.configuration.lingerPeriod
            guard (try? await desk.time.sleep(last)) != nil else { return }
            for channel in state.withLock({ Array($0.channels.values) }) { channel.close(promise: nil) }
        }
        // Known before the listener ends, so that ``run()`` always finds it.
        let channels = state.withLock { state in
            state.isStopping = true
            state.giving = giving
            return Array(state.channels.values)
        }
        listener.channel.close(promise: nil)
        desk.stop()
        for channel in channels { HTTPServer.quiesce(channel) }
        goodbyes.end()
    }

    /// What is wrong with the days of the certificate that is shown.
    package var certificateFaults: [String] { [certificate?.fault(at: desk.time.date())].compactMap(\.self) }

    /// Reads the certificate anew, for connections to come. Throws where it cannot be used; it then stays as it was.
    package func reloadCertificates() throws(ListenError) { try certificate?.reload() }

    /// The number of connections at this moment.
    package var connectionCount: Int { state.withLock { $0.channels.count } }

    private func serve(_ connection: WebConnection) async {
        unserved.served(connection)
        let client = client(of: connection.channel)
        do throws(Room.Full) { try room.enter(client) } catch {
            return await goodbyes.say(on: connection.channel) { await dismissing.serve(connection) {} }
        }
        let (number, isStopping) = state.withLock { state in
            state.lastNumber += 1
            state.channels[state.lastNumber] = connection.channel
            return (state.lastNumber, state.isStopping)
        }
        if isStopping { HTTPServer.quiesce(connection.channel) }
        await serving.serve(connection) { [self] in
            // What was told to a connection before the two sides agreed on how to speak, nobody heard.
            if state.withLock({ $0.isStopping }) { HTTPServer.quiesce(connection.channel) }
        }
        // First there is room again: whoever sees that the connection is gone may count on it.
        room.leave(client)
        state.withLock { _ = $0.channels.removeValue(forKey: number) }
    }

    /// The name by which a connection is counted; nil where a trusted proxy stands between.
    private func client(of channel: any Channel) -> String? {
        let name = desk.configuration.clientName(channel)
        return desk.configuration.proxies.contains { $0.contains(channel.remoteAddress?.ipAddress ?? "") } ? nil : name
    }

    /// A connection ends with the answer that is on its way, or at once.
    private static func quiesce(_ channel: any Channel) {
        channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
    }
}
