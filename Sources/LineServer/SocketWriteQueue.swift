import DequeModule
import LineProtocol
import Listening
import NIOCore
import Synchronization

/// The lines of one connection that wait to be written, bounded by bytes. Any task appends, one task writes.
final class SocketWriteQueue: Sendable {
    /// Whole lines, written in one piece.
    struct Chunk: Sendable {
        var bytes: ByteBuffer
        /// The last cursor of each watch whose events are in here.
        var cursors: [RequestTag: String] = [:]
        /// Bytes of lines in here that did not wait for room.
        var hasty = 0
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
        var chunks: Deque<Chunk> = []
        /// Counts what waits for all clients.
        let total: UnreadBytes
        /// Bytes in `chunks` and in the chunk being written, and those for which room is kept.
        var unread = 0 {
            didSet { total.change(by: unread - oldValue) }
        }
        /// How many of them did not wait for room: too many of those close the connection.
        var hasty = 0
        /// Bytes of that kind in the chunk being written.
        var hastyInWriting = 0
        /// Bytes of the chunk being written, as far as the socket has not taken them.
        var inWriting = 0

        /// Takes the chunk that is written next.
        mutating func takeChunk() -> Chunk {
            let chunk = chunks.removeFirst()
            hastyInWriting += chunk.hasty
            inWriting += chunk.bytes.readableBytes
            return chunk
        }

        /// Drops the chunks that wait: nobody will read them.
        mutating func dropChunks() {
            unread -= chunks.reduce(0) { $0 + $1.bytes.readableBytes }
            hasty -= chunks.reduce(0) { $0 + $1.hasty }
            chunks = []
        }

        /// Of the chunk being written so many bytes at most are not unread any more.
        mutating func wrote(_ count: Int) {
            let written = min(count, inWriting)
            inWriting -= written
            unread -= written
        }

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
    private let total: UnreadBytes
    private let now: @Sendable () -> Duration

    /// - Parameter total: counts what waits for all clients.
    init(limits: Limits, time: TimeSource, total: UnreadBytes = UnreadBytes()) {
        self.limits = limits
        now = time.now
        self.total = total
        state = Mutex(State(total: total, lastProgress: time.now(), lastOutput: time.now()))
    }

    deinit { state.withLock { $0.unread = 0 } }

    /// Appends a line without waiting; or one for which ``room(for:)`` has kept room.
    func append(_ reply: Reply, cursor: String? = nil) -> Taken {
        append(reply.encoded(within: limits.replyBytes), of: reply.tag, cursor: cursor)
    }

    /// - Parameter kept: the bytes for which room was kept; nil where the line did not wait.
    func append(_ line: ByteBuffer, of tag: RequestTag?, cursor: String? = nil, kept: Int? = nil) -> Taken {
        let now = self.now()
        var waking: CheckedContinuation<Chunk?, Never>?
        var chunk: Chunk?
        let taken: Taken = state.withLock { state in
            state.unread -= kept ?? 0
            guard case .open = state.phase else { return .closed }
            SocketWriteQueue.add(line, of: tag, cursor, isHasty: kept == nil, to: &state)
            state.lastOutput = now
            guard total.admits(hasty: state.hasty, last: line.readableBytes, limits) else { return .over }
            if let writer = state.writer {
                waking = writer
                state.writer = nil
                chunk = state.takeChunk()
            }
            return .taken
        }
        waking?.resume(returning: chunk)
        return taken
    }

    /// Waits until little enough is unread, and then keeps room for a line; false when nothing more is written or the task is cancelled.
    ///
    /// However long the line, it waits for no more than that everything before it is read.
    func room(for size: Int = 0) async -> Bool {
        while true {
            if let answer = await wait(for: size) { return answer }
        }
    }

    /// Room that was kept is not needed, for nothing more is written.
    func giveUp(_ size: Int) { state.withLock { $0.unread -= size } }

    /// One look whether there is room; nil where it is to be looked again.
    private func wait(for size: Int) async -> Bool? {
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        let isWoken = Mutex(false)
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    guard case .open = state.phase, !Task.isCancelled else { return false }
                    if total.admits(size, after: state.unread, limits) {
                        state.unread += size
                        return true
                    }
                    if state.waiters.isEmpty { state.lastProgress = self.now() }
                    state.waiters[id] = continuation
                    return nil
                }
                if let answer { continuation.resume(returning: answer) } else { isWoken.withLock { $0 = true } }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume(returning: false)
        }
        return answer && isWoken.withLock({ $0 }) ? nil : answer
    }

    /// The next lines to write; nil when there are no more. Called by the writer alone.
    func next() async -> Chunk? {
        await withCheckedContinuation { continuation in
            let answer: Chunk?? = state.withLock { state in
                if case .closed = state.phase { return .some(nil) }
                if !state.chunks.isEmpty { return state.takeChunk() }
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
            state.wrote(count)
            state.hasty -= state.hastyInWriting
            state.hastyInWriting = 0
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
        let line = last?.encoded(within: limits.replyBytes)
        end { state in if let line { SocketWriteQueue.add(line, of: nil, nil, isHasty: true, to: &state) } }
    }

    /// Drops what waits, and writes one last line, made from the last cursors that were written.
    func abandon(_ last: ([RequestTag: String]) -> Reply) {
        end { state in
            state.isAbandoned = true
            state.dropChunks()
            let line = last(state.cursors).encoded(within: self.limits.replyBytes)
            SocketWriteQueue.add(line, of: nil, nil, isHasty: true, to: &state)
        }
    }

    /// The connection is gone.
    func close() {
        end { state in
            state.dropChunks()
            // What was being written is gone with the rest.
            state.wrote(.max)
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
            let chunk = state.writer == nil || state.chunks.isEmpty ? nil : state.takeChunk()
            return (Array(state.waiters.values), state.writer, chunk)
        }
        for waiter in waiters { waiter.resume(returning: false) }
        writer?.resume(returning: chunk)
    }

    /// Lines are gathered into chunks of about this many bytes.
    private static let chunkBytes = 32 << 10

    private static func add(
        _ line: ByteBuffer, of tag: RequestTag?, _ cursor: String?, isHasty: Bool, to state: inout State
    ) {
        if state.chunks.last.map({ $0.bytes.readableBytes >= chunkBytes }) ?? true {
            state.chunks.append(Chunk(bytes: ByteBuffer()))
        }
        let last = state.chunks.count - 1
        state.chunks[last].bytes.writeImmutableBuffer(line)
        state.unread += line.readableBytes
        if isHasty {
            state.chunks[last].hasty += line.readableBytes
            state.hasty += line.readableBytes
        }
        if let tag, let cursor { state.chunks[last].cursors[tag] = cursor }
    }
}
