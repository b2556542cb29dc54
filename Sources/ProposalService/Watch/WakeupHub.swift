import Synchronization

/// Tells watchers that a forum's record grew. A wake-up carries nothing: a watcher reads the record by position.
final class WakeupHub: Sendable {
    private struct State {
        var watchers: [Int: (forum: String, continuation: AsyncStream<Void>.Continuation)] = [:]
        var next = 0
        var isFinished = false
    }

    private let state = Mutex(State())

    /// Wake-ups of one forum, coalesced; ends when the hub does.
    func subscribe(_ forum: String) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state -> Int? in
            guard !state.isFinished else { return nil }
            state.next += 1
            state.watchers[state.next] = (forum, continuation)
            return state.next
        }
        guard let id else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in self?.state.withLock { _ = $0.watchers.removeValue(forKey: id) }
        }
        return stream
    }

    /// How many watch a forum.
    func watchers(of forum: String) -> Int { state.withLock { $0.watchers.values.count { $0.forum == forum } } }

    func wake(_ forum: String) {
        let continuations = state.withLock { state in
            state.watchers.values.filter { $0.forum == forum }.map(\.continuation)
        }
        for continuation in continuations { continuation.yield() }
    }

    /// Wakes everybody: polling is the fallback.
    func wakeAll() {
        let continuations = state.withLock { $0.watchers.values.map(\.continuation) }
        for continuation in continuations { continuation.yield() }
    }

    func finish() {
        let continuations = state.withLock { state in
            state.isFinished = true
            defer { state.watchers = [:] }
            return state.watchers.values.map(\.continuation)
        }
        for continuation in continuations { continuation.finish() }
    }
}
