import NIOCore
import NIOPosix
import Synchronization
import TestRandom

/// Stands between two who speak over sockets, and cuts each connection after so many bytes, wherever that falls.
final class CuttingRelay: Sendable {
    /// Where it listens, or leads to.
    enum Place: Sendable {
        case loopback(port: Int)
        case socket(path: String)
    }

    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// How many connections it has cut.
    private let cuts = Atomic(0)
    private let isCutting = Atomic(false)
    private let random: Mutex<SeededRandom>
    private let target: Place
    private let bytes: Int
    private let listener: NIOAsyncChannel<Connection, Never>
    private let serving = Mutex<Task<Void, Never>?>(nil)

    /// - Parameter bytes: a connection has so many at most before it is cut; both ways count.
    static func open(
        at place: Place = .loopback(port: 0), to target: Place, bytes: Int, seed: UInt64
    ) async throws -> CuttingRelay {
        let bootstrap = ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        let accept: @Sendable (any Channel) -> EventLoopFuture<Connection> = Self.wrapped
        let listener =
            switch place {
            case .loopback(let port):
                try await bootstrap.bind(host: "127.0.0.1", port: port, childChannelInitializer: accept)
            case .socket(let path):
                try await bootstrap.bind(unixDomainSocketPath: path, childChannelInitializer: accept)
            }
        let relay = CuttingRelay(listener, target, bytes, seed)
        relay.serving.withLock { $0 = Task { await relay.serve() } }
        return relay
    }

    private init(_ listener: NIOAsyncChannel<Connection, Never>, _ target: Place, _ bytes: Int, _ seed: UInt64) {
        (self.listener, self.target, self.bytes) = (listener, target, bytes)
        random = Mutex(SeededRandom(seed: seed))
    }

    var port: Int { listener.channel.localAddress?.port ?? 0 }
    var count: Int { cuts.load(ordering: .relaxed) }

    /// From now on connections are cut, or left alone.
    func cut(_ isCutting: Bool) { self.isCutting.store(isCutting, ordering: .releasing) }

    /// Ends it, and whatever it still passes on.
    func close() async {
        try? await listener.channel.close()
        let serving = serving.withLock { $0 }
        serving?.cancel()
        await serving?.value
    }

    private static let wrapped: @Sendable (any Channel) -> EventLoopFuture<Connection> = { channel in
        channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
    }

    private func serve() async {
        try? await listener.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in connections { group.addTask { try? await self.relay(connection) } }
            }
        }
    }

    private func relay(_ client: Connection) async throws {
        let bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        let server =
            switch target {
            case .loopback(let port):
                try await bootstrap.connect(host: "127.0.0.1", port: port, channelInitializer: Self.wrapped)
            case .socket(let path):
                try await bootstrap.connect(unixDomainSocketPath: path, channelInitializer: Self.wrapped)
            }
        let left = Allowance(random.withLock { $0.below(bytes) })
        try await client.executeThenClose { fromClient, toClient in
            try await server.executeThenClose { fromServer, toServer in
                await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await self.pass(fromClient, toServer, left) }
                    group.addTask { try await self.pass(fromServer, toClient, left) }
                    // Whichever ends first ends both ways.
                    _ = await group.nextResult()
                    try? await client.channel.close()
                    try? await server.channel.close()
                }
            }
        }
    }

    /// Passes on what comes, until that ends or the connection has had its bytes.
    private func pass(
        _ source: NIOAsyncChannelInboundStream<ByteBuffer>, _ sink: NIOAsyncChannelOutboundWriter<ByteBuffer>,
        _ left: Allowance
    ) async throws {
        for try await var bytes in source {
            let rest = left.take(bytes.readableBytes)
            guard rest < 0, isCutting.load(ordering: .acquiring) else {
                try await sink.write(bytes)
                continue
            }
            if let last = bytes.readSlice(length: max(0, bytes.readableBytes + rest)) { try? await sink.write(last) }
            if left.isCutNow() { cuts.add(1, ordering: .relaxed) }
            return
        }
    }
}

/// How many bytes a connection still has, both ways together.
private final class Allowance: Sendable {
    private let left: Atomic<Int>
    private let isCut = Atomic(false)

    init(_ bytes: Int) { left = Atomic(bytes) }

    /// What is left after so many; less than nothing where they are too many.
    func take(_ count: Int) -> Int { left.subtract(count, ordering: .relaxed).newValue }

    /// Whether this cut is the first: both ways may come to it at once.
    func isCutNow() -> Bool { !isCut.exchange(true, ordering: .relaxed) }
}
