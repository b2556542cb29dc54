import LineProtocol
import NIOCore
import Synchronization

/// The lines of one connection that wait to be written, bounded by bytes. Any task appends, one task writes.
final class Outbox: Sendable {
    /// Whole lines, written in one piece.
    struct Chunk: Sendable {
        var bytes: ByteBuffer
        /// The last cursor of each watch whose events are in here.
        var cursors: [RequestTag: String] = [:]
    }

    /// How a line was taken.
    enum Taken: Equatable {
        case taken
        /// It was not, for the client has too much unread.
        case over
        /// It was not, for nothing more is written.
        case closed
    }

    private enum Phase {
        case open
        /// What waits is still written, then the writer ends.
        case finishing
        case closed
    }

    private struct State {
        var phase = Phase.open
        var chunks: [Chunk] = []
        /// Bytes in `chunks` and in the chunk being written.
        var unread = 0
        var cursors: [RequestTag: String] = [:]
        var writer: CheckedContinuation<Chunk?, Never>?
        var isAbandoned = false
        var lastWaiter: UInt64 = 0
        /// Producers that wait for room.
        var waiters: [UInt64: CheckedContinuation<Bool, Never>] = [:]
        var lastProgress: Duration
        var lastOutput: Duration
    }

    private let state: Mutex<State>
    private let limits: Limits
    private let now: @Sendable () -> Duration

    init(limits: Limits, time: TimeSource) {
        self.limits = limits
        now = time.now
        state = Mutex(State(lastProgress: time.now(), lastOutput: time.now()))
    }

    /// Appends a line without waiting.
    func append(_ reply: Reply, cursor: String? = nil) -> Taken {
        let now = self.now()
        var waking: CheckedContinuation<Chunk?, Never>?
        var chunk: Chunk?
        let taken: Taken = state.withLock { state in
            guard case .open = state.phase else { return .closed }
            let size = Outbox.add(reply, cursor, to: &state)
            state.lastOutput = now
            state.unread += size
            guard state.unread <= limits.unreadBytes else { return .over }
            if let writer = state.writer {
                waking = writer
                state.writer = nil
                chunk = state.chunks.removeFirst()
            }
            return .taken
        }
        waking?.resume(returning: chunk)
        return taken
    }

    /// Waits until little enough is unread; false when nothing more is written or the task is cancelled.
    func room() async -> Bool {
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    guard case .open = state.phase, !Task.isCancelled else { return false }
                    guard state.unread > limits.flowBytes else { return true }
                    if state.waiters.isEmpty { state.lastProgress = self.now() }
                    state.waiters[id] = continuation
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume(returning: false)
        }
    }

    /// The next lines to write; nil when there are no more. Called by the writer alone.
    func next() async -> Chunk? {
        await withCheckedContinuation { continuation in
            let answer: Chunk?? = state.withLock { state in
                if case .closed = state.phase { return .some(nil) }
                if !state.chunks.isEmpty { return state.chunks.removeFirst() }
                if case .finishing = state.phase { return .some(nil) }
                state.writer = continuation
                return .none
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    /// A chunk of so many bytes has gone to the socket.
    func wrote(_ count: Int) {
        let now = self.now()
        let waiters = state.withLock { state -> [CheckedContinuation<Bool, Never>] in
            state.unread -= count
            state.lastProgress = now
            guard state.unread <= limits.flowBytes else { return [] }
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resume(returning: true) }
    }

    /// The writer begins to write a chunk; its cursors will have been read when a later line is.
    func writing(_ chunk: Chunk) {
        state.withLock { $0.cursors.merge(chunk.cursors) { $1 } }
    }

    /// Writes one last line after all that waits, then no more.
    func finish(_ last: Reply?) {
        end { state in if let last { _ = Outbox.add(last, nil, to: &state) } }
    }

    /// Drops what waits, and writes one last line, made from the last cursors that were written.
    func abandon(_ last: ([RequestTag: String]) -> Reply) {
        end { state in
            state.isAbandoned = true
            state.chunks = []
            _ = Outbox.add(last(state.cursors), nil, to: &state)
        }
    }

    /// The connection is gone.
    func close() {
        end { state in
            state.chunks = []
            state.phase = .closed
        }
    }

    /// Whether output waits of which the client has read nothing for so long.
    func isStalled(for period: Duration) -> Bool {
        let now = self.now()
        return state.withLock { !$0.waiters.isEmpty && now - $0.lastProgress >= period }
    }

    /// Whether the connection is gone.
    var isClosed: Bool {
        state.withLock { state in
            switch state.phase {
            case .closed: true
            case .open, .finishing: false
            }
        }
    }

    /// Whether what waited was dropped because the client did not read.
    var isAbandoned: Bool { state.withLock { $0.isAbandoned } }

    /// The time since the last line.
    var silence: Duration {
        let now = self.now()
        return state.withLock { now - $0.lastOutput }
    }

    private func end(_ body: (inout State) -> Void) {
        let (waiters, writer, chunk) = state.withLock {
            state -> ([CheckedContinuation<Bool, Never>], CheckedContinuation<Chunk?, Never>?, Chunk?) in
            if case .open = state.phase { state.phase = .finishing }
            body(&state)
            defer {
                state.waiters = [:]
                state.writer = nil
            }
            let chunk = state.writer == nil || state.chunks.isEmpty ? nil : state.chunks.removeFirst()
            return (Array(state.waiters.values), state.writer, chunk)
        }
        for waiter in waiters { waiter.resume(returning: false) }
        writer?.resume(returning: chunk)
    }

    /// Lines are gathered into chunks of about this many bytes.
    private static let chunkBytes = 32 << 10

    private static func add(_ reply: Reply, _ cursor: String?, to state: inout State) -> Int {
        if state.chunks.last.map({ $0.bytes.readableBytes >= chunkBytes }) ?? true {
            state.chunks.append(Chunk(bytes: ByteBuffer()))
        }
        let last = state.chunks.count - 1
        let before = state.chunks[last].bytes.writerIndex
        reply.encode(into: &state.chunks[last].bytes)
        if let tag = reply.tag, let cursor { state.chunks[last].cursors[tag] = cursor }
        return state.chunks[last].bytes.writerIndex - before
    }
}
