import LineProtocol
import NIOCore
import NIOPosix
import Synchronization

/// A connection as `nc` has it: lines out, lines in, nothing understood.
struct LineConnection: Sendable {
    private let channel: any Channel
    private let lines: LineQueue

    static func open(port: Int) async throws -> LineConnection {
        let lines = LineQueue()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(LineCollector(lines))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        return LineConnection(channel: channel, lines: lines)
    }

    func send(_ lines: [String]) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: lines.map { $0 + "\n" }.joined())).get()
    }

    /// The next line; nil once the server closed the connection, or when none came in time.
    func next(within period: Duration = .seconds(120)) async -> String? { await lines.next(within: period) }

    func close() async { try? await channel.close().get() }
}

private final class LineCollector: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private var framer = LineFramer(limit: 64 << 20)
    private let lines: LineQueue

    init(_ lines: LineQueue) { self.lines = lines }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        framer.append(unwrapInboundIn(data))
        while let line = try? framer.next() {
            let text = String(buffer: line)
            // A sign of life may come at any moment; no transcript prints one.
            if text != "* PING" { lines.put(text) }
        }
    }

    func channelInactive(context: ChannelHandlerContext) { lines.put(nil) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// Lines that came and were not taken yet. Waiting for one may be given up, and taken up again.
private final class LineQueue: Sendable {
    private struct State {
        var lines: [String] = []
        var isFinished = false
        var wait = 0
        var reader: CheckedContinuation<String?, Never>?
    }

    private let state = Mutex(State())

    /// Adds a line; nil is the end.
    func put(_ line: String?) {
        let reader = state.withLock { state -> CheckedContinuation<String?, Never>? in
            if line == nil { state.isFinished = true }
            guard let reader = state.reader else {
                if let line { state.lines.append(line) }
                return nil
            }
            state.reader = nil
            return reader
        }
        reader?.resume(returning: line)
    }

    func next(within period: Duration) async -> String? {
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
            let known = state.withLock { state -> String?? in
                if !state.lines.isEmpty { return .some(state.lines.removeFirst()) }
                if state.isFinished { return .some(nil) }
                state.reader = continuation
                return .none
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    private func giveUp(_ wait: Int) {
        let reader = state.withLock { state -> CheckedContinuation<String?, Never>? in
            guard state.wait == wait else { return nil }
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume(returning: nil)
    }
}
