import LineProtocol
import NIOCore
import NIOPosix
import NIOSSL

/// A bare socket: sends any bytes, reads lines, and can leave off reading.
final class RawClient: Sendable {
    private let channel: any Channel
    private let bytes: AsyncStream<ByteBuffer>
    nonisolated(unsafe) private var iterator: AsyncStream<ByteBuffer>.Iterator
    nonisolated(unsafe) private var framer = LineFramer(limit: 64 << 20)

    private init(_ channel: any Channel, _ bytes: AsyncStream<ByteBuffer>) {
        self.channel = channel
        self.bytes = bytes
        iterator = bytes.makeAsyncIterator()
    }

    /// Hands what arrives to a stream.
    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        let continuation: AsyncStream<ByteBuffer>.Continuation

        init(_ continuation: AsyncStream<ByteBuffer>.Continuation) { self.continuation = continuation }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) { continuation.yield(unwrapInboundIn(data)) }
        func channelInactive(context: ChannelHandlerContext) { continuation.finish() }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if event as? ChannelEvent == .inputClosed { continuation.finish() }
        }
    }

    /// Connects to `HOST:PORT` or `unix:PATH` as a server prints it.
    static func connect(
        to address: String, reads: Bool = true, tls: TLSConfiguration? = nil
    ) async throws -> RawClient {
        let (stream, continuation) = AsyncStream<ByteBuffer>.makeStream()
        let context = try tls.map { try NIOSSLContext(configuration: $0) }
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: reads)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.socketOption(.so_rcvbuf), value: reads ? 1 << 20 : 8 << 10)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: context, serverHostname: "localhost"))
                    }
                    try channel.pipeline.syncOperations.addHandler(Collector(continuation))
                }
            }
        let channel: any Channel
        if address.hasPrefix("unix:") {
            channel = try await bootstrap.connect(unixDomainSocketPath: String(address.dropFirst(5))).get()
        } else {
            let parts = address.split(separator: ":")
            channel = try await bootstrap.connect(host: String(parts[0]), port: Int(parts[1]) ?? 0).get()
        }
        return RawClient(channel, stream)
    }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    /// The next line; nil when the server has closed its side.
    func line() async throws -> String? {
        while true {
            if let line = try framer.next() { return String(buffer: line) }
            guard let more = await iterator.next(isolation: nil) else { return nil }
            framer.append(more)
        }
    }

    /// The next line as a reply.
    func reply() async throws -> Reply? {
        guard let line = try await line() else { return nil }
        return try Reply.parse(Array(line.utf8))
    }

    /// All replies until the server closes its side.
    func rest() async throws -> [Reply] {
        var replies: [Reply] = []
        while let reply = try await reply() { replies.append(reply) }
        return replies
    }

    func stopReading() async throws { try await channel.setOption(.autoRead, value: false).get() }

    func startReading() async throws {
        try await channel.setOption(.autoRead, value: true).get()
        channel.read()
    }

    func closeOutput() async throws { try await channel.close(mode: .output).get() }

    func close() async { try? await channel.close().get() }
}
