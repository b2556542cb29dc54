import LineProtocol
import NIOCore
import NIOPosix
import Synchronization

/// A bare connection: bytes out, lines in, nothing understood.
final class Wire: Sendable {
    enum Arrival: Equatable {
        case line(String)
        /// The server closed its side.
        case end
        /// Nothing came in time.
        case nothing
    }

    private let channel: any Channel
    private let inbox: Inbox

    private init(_ channel: any Channel, _ inbox: Inbox) {
        self.channel = channel
        self.inbox = inbox
    }

    static func open(port: Int) async throws -> Wire {
        let inbox = Inbox()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Collector(inbox))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        return Wire(channel, inbox)
    }

    /// Sends bytes. A connection that the server has closed takes none; what it said last is still to be read.
    func send(_ bytes: some Sequence<UInt8>) async {
        try? await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    /// Says that no more is sent, as `nc -N` does.
    func closeOutput() async { try? await channel.close(mode: .output).get() }

    func next(within period: Duration = .seconds(120)) async -> Arrival { await inbox.next(within: period) }

    func close() async { try? await channel.close().get() }
}

private final class Collector: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private var framer = LineFramer(limit: 64 << 20)
    private let inbox: Inbox

    init(_ inbox: Inbox) { self.inbox = inbox }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        framer.append(unwrapInboundIn(data))
        while let line = try? framer.next() { inbox.put(.line(String(buffer: line))) }
    }

    func channelInactive(context: ChannelHandlerContext) { inbox.put(.end) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed { inbox.put(.end) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// What came and was not taken yet.
private final class Inbox: Sendable {
    private struct State {
        var arrivals: [Wire.Arrival] = []
        var hasEnded = false
        var wait = 0
        var reader: CheckedContinuation<Wire.Arrival, Never>?
    }

    private let state = Mutex(State())

    func put(_ arrival: Wire.Arrival) {
        let reader = state.withLock { state -> CheckedContinuation<Wire.Arrival, Never>? in
            if arrival == .end {
                if state.hasEnded { return nil }
                state.hasEnded = true
            }
            guard let reader = state.reader else {
                if arrival != .end { state.arrivals.append(arrival) }
                return nil
            }
            state.reader = nil
            return reader
        }
        reader?.resume(returning: arrival)
    }

    func next(within period: Duration) async -> Wire.Arrival {
        let wait = state.withLock { state in
            state.wait += 1
            return state.wait
        }
        let timer = Task {
            try await Task.sleep(for: period)
            self.giveUp(wait)
        }
        defer { timer.cancel() }
        return await withCheckedContinuation { continuation in
            let known = state.withLock { state -> Wire.Arrival? in
                if !state.arrivals.isEmpty { return state.arrivals.removeFirst() }
                if state.hasEnded { return .end }
                state.reader = continuation
                return nil
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    private func giveUp(_ wait: Int) {
        let reader = state.withLock { state -> CheckedContinuation<Wire.Arrival, Never>? in
            guard state.wait == wait else { return nil }
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume(returning: .nothing)
    }
}
