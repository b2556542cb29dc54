import Postgres
import Synchronization

/// Tells every server after a commit that a forum's record grew.
///
/// NOTIFY inside the transaction would hold a lock of the whole cluster through its fsync. A message goes out at once, and those that follow
/// closely gather, so that a burst of batches costs few: this server's own watchers do not wait for them. What cannot be sent is dropped:
/// readers poll as well.
final class CommitNotifier: Sendable {
    static let channel = "chancery"

    /// How long what follows on a message gathers.
    private static let pause = Duration.milliseconds(20)

    private let pool: PostgresPool
    private let state = Mutex(State())

    private struct State {
        var pending: Set<String> = []
        var sender: Task<Void, Never>?
        /// The pause after a message; ended early where the notifier closes.
        var rest: Task<Void, Never>?
        var isClosed = false
    }

    init(_ configuration: PostgresConfiguration, clock: any Clock<Duration>) {
        var options = PostgresPool.Options()
        options.maximumConnections = 1
        options.backoff = Backoff(attempts: 1)
        pool = PostgresPool(configuration, options: options, clock: clock)
    }

    /// Notes that a batch of this forum was committed.
    func committed(_ forum: String) {
        state.withLock { state in
            guard !state.isClosed else { return }
            state.pending.insert(forum)
            if state.sender == nil { state.sender = Task { await send() } }
        }
    }

    /// Sends what is pending, then ends.
    func close() async {
        let (sender, rest) = state.withLock { state in
            state.isClosed = true
            return (state.sender, state.rest)
        }
        rest?.cancel()
        await sender?.value
        await pool.close()
    }

    private func send() async {
        while let forums = next() {
            let message = Statement(
                "SELECT pg_notify('\(Self.channel)', forum) FROM unnest($1::text[]) AS forum",
                [.textArray(forums.sorted())])
            _ = try? await pool.run([message], timeout: .seconds(10))
            await pause()
        }
    }

    private func pause() async {
        let rest = Task { _ = try? await Task.sleep(for: Self.pause) }
        let isClosed = state.withLock { state in
            state.rest = rest
            return state.isClosed
        }
        if isClosed { rest.cancel() }
        await rest.value
    }

    private func next() -> Set<String>? {
        state.withLock { state in
            guard !state.pending.isEmpty else {
                state.sender = nil
                return nil
            }
            defer { state.pending = [] }
            return state.pending
        }
    }
}
