import CanonicalJSON
import LineProtocol
package import Listening
import NIOCore
import NIOPosix
package import Requests
import Synchronization

/// Listens, and runs a session for each connection until it is shut down.
package final class LineServer: Sendable {
    /// A connection that was accepted, and who is at its other end, which TLS knows after its handshake.
    struct Connection: AcceptedConnection {
        let lines: NIOAsyncChannel<ByteBuffer, ByteBuffer>
        let peer: EventLoopFuture<Peer>

        var channel: any Channel { lines.channel }
    }

    typealias Listener = NIOAsyncChannel<Connection, Never>
    typealias Unserved = UnservedConnections<Connection>

    private struct State {
        var isStopping = false
        var lastNumber: UInt64 = 0
        var sessions: [UInt64: Session] = [:]
    }

    /// Where it listens, in the order of the configuration, with the ports that the system chose.
    package let addresses: [String]
    let listeners: [Listener]
    private let certificates: [ServedCertificate]
    private let context: Session.Context
    private let room: Room
    let goodbyes: Goodbyes
    private let clientName: @Sendable (any Channel) -> String?
    private let unserved: Unserved
    private let state = Mutex(State())

    private init(
        _ listeners: [Listener], _ certificates: [ServedCertificate], _ unserved: Unserved, addresses: [String],
        context: Session.Context, room: Room, clientName: @escaping @Sendable (any Channel) -> String?
    ) {
        self.listeners = listeners
        self.certificates = certificates
        self.unserved = unserved
        self.addresses = addresses
        self.context = context
        self.room = room
        goodbyes = Goodbyes(context.timetable)
        self.clientName = clientName
    }

    /// Binds every address, or none; ``run()`` then serves them.
    package static func bind(
        _ configuration: ServerConfiguration, gateway: any RequestGateway,
        time: TimeSource = TimeSource(ContinuousClock())
    ) async throws(ListenError) -> LineServer {
        let unserved = Unserved()
        let patience = TimeAmount.milliseconds(Int64(configuration.limits.loginMilliseconds))
        var listeners: [Listener] = []
        var certificates: [ServedCertificate] = []
        var addresses: [String] = []
        for address in configuration.addresses {
            do throws(ListenError) {
                var certificate: ServedCertificate?
                if case .tls(_, _, let files) = address {
                    certificate = try ServedCertificate(files, [ProtocolCheck.name])
                }
                let listener = try await listen(
                    address, certificate, unserved, patience: patience, systemUsers: configuration.systemUsers)
                if let certificate { certificates.append(certificate) }
                listeners.append(listener)
                addresses.append(boundAddress(listener.channel, address))
            } catch {
                for listener in listeners { listener.channel.close(promise: nil) }
                throw error
            }
        }
        let greeting: JSONObject = [
            "protocol": 1, "server": .string(configuration.name), "limits": .object(configuration.limits.object),
        ]
        let context = Session.Context(
            gateway: gateway, limits: configuration.limits, greeting: greeting, time: time,
            timetable: Timetable(time),
            logins: Room(ofName: configuration.limits.connectionsOfAccount, ofAll: .max),
            stopPeriod: configuration.stopPeriod, lingerPeriod: configuration.lingerPeriod)
        return LineServer(
            listeners, certificates, unserved, addresses: addresses, context: context,
            room: Room(ofName: configuration.limits.connectionsOfAddress, ofAll: configuration.connections),
            clientName: configuration.clientName)
    }

    /// Serves until ``shutdown()`` and the end of the last session.
    package func run() async {
        await withDiscardingTaskGroup { group in
            for listener in listeners {
                group.addTask { await self.serve(listener) }
            }
        }
        unserved.end()
    }

    /// Stops accepting, lets every session answer what it accepted, and closes them within a bound.
    package func shutdown() {
        for listener in listeners { listener.channel.close(promise: nil) }
        let sessions = state.withLock { state in
            state.isStopping = true
            return Array(state.sessions.values)
        }
        for session in sessions { session.shutdown() }
        goodbyes.end()
    }

    /// Reads the certificates anew, for connections to come. Throws where one cannot be used; it then stays as it was.
    package func reloadCertificates() throws(ListenError) {
        for certificate in certificates { try certificate.reload() }
    }

    /// What is wrong with the days of the certificates that are shown.
    package var certificateFaults: [String] { certificates.compactMap { $0.fault(at: context.time.date()) } }

    /// The number of connections at this moment.
    package var connectionCount: Int { state.withLock { $0.sessions.count } }

    /// Bytes of output that wait for clients to read them.
    package var unreadBytes: Int { context.unread.count }

    /// Whether a connection is being closed because its client does not read.
    var isDismissing: Bool { state.withLock { $0.sessions.values.contains { $0.isDismissing } } }

    private func serve(_ listener: Listener) async {
        do {
            try await listener.executeThenClose { inbound in
                try await withThrowingDiscardingTaskGroup { group in
                    for try await connection in inbound {
                        group.addTask { await self.serve(connection) }
                    }
                }
            }
        } catch {
            // The listener broke or was closed; its connections have ended before.
        }
    }

    /// One connection, whose errors end here.
    private func serve(_ connection: Connection) async {
        unserved.served(connection)
        let client = clientName(connection.channel)
        do throws(Room.Full) { try room.enter(client) } catch {
            return await goodbyes.say(on: connection.channel) { await dismiss(connection, error) }
        }
        let session = Session(context: context, channel: connection.channel, client: client, peer: connection.peer)
        let (number, isStopping) = state.withLock { state in
            state.lastNumber += 1
            state.sessions[state.lastNumber] = session
            return (state.lastNumber, state.isStopping)
        }
        if isStopping { session.shutdown() }
        try? await connection.lines.executeThenClose { inbound, _ in await session.run(inbound) }
        // First there is room again: whoever sees that the connection is gone may count on it.
        room.leave(client)
        state.withLock { _ = $0.sessions.removeValue(forKey: number) }
    }

    /// Says BYE to a connection too many.
    private func dismiss(_ connection: Connection, _ full: Room.Full) async {
        let failure =
            switch full {
            case .ofAll(let count): Failure.tooManyConnections(count)
            case .ofName(let count): Failure.tooManyConnections(count, " from this address")
            }
        var buffer = ByteBuffer()
        Reply.bye(failure.notice).encode(into: &buffer)
        let line = buffer
        try? await connection.lines.executeThenClose { inbound, _ in
            try await connection.channel.writeAndFlush(line).get()
            try await connection.channel.close().get()
        }
    }
}
