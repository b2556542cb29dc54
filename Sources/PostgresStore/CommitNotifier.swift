import Postgres
import Synchronization

/// Tells every server after a commit that a forum's record grew.
///
/// NOTIFY inside the transaction would hold a lock of the whole cluster through its fsync. While one message is on its way
/// the next ones gather, so a burst of batches costs few. What cannot be sent is dropped: readers poll as well.
final class CommitNotifier: Sendable {
    static let channel = "chancery"

    private let pool: PostgresPool
    private let state = Mutex(State())

    private struct State {
        var pending: Set<String> = []
        var sender: Task<Void, Never>?
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
        let sender = state.withLock { state in
            state.isClosed = true
            return state.sender
        }
        await sender?.value
        await pool.close()
    }

    private func send() async {
        while let forums = next() {
            let message = Statement(
                "SELECT pg_notify('\(Self.channel)', forum) FROM unnest($1::text[]) AS forum",
                [.textArray(forums.sorted())])
            _ = try? await pool.run([message], timeout: .seconds(10))
        }
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
