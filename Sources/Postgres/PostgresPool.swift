import Synchronization

/// A bounded number of connections shared by many tasks, handed out in the order they were asked for.
package final class PostgresPool: Sendable {
    private typealias State = PoolState<PostgresConnection, CheckedContinuation<Wake, Never>>

    /// What a waiting task is resumed with.
    private enum Wake: Sendable {
        case connection(PostgresConnection)
        case slot
        case closed
        case timedOut
        case cancelled
        case drained
    }

    package struct Options: Sendable {
        package var maximumConnections = 8
        /// How long a task waits for its turn; nil is for ever.
        package var acquireTimeout: Duration? = .seconds(30)
        /// How to go on when the server cannot be reached.
        package var backoff = Backoff()
        /// How long a transaction that was left open may take to be rolled back before its connection is given up.
        package var rollbackTimeout = Duration.seconds(2)

        package init() {}
    }

    private let configuration: PostgresConfiguration
    private let options: Options
    private let clock: any Clock<Duration>
    private let state: Mutex<State>
    private let lastWaiter = Atomic<UInt64>(0)

    /// Connects to nothing yet: the first lease does.
    package init(
        _ configuration: PostgresConfiguration, options: Options = Options(),
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.configuration = configuration
        self.options = options
        self.clock = clock
        state = Mutex(State(limit: options.maximumConnections))
    }

    /// Lends a connection to `body`. Afterwards an open transaction is rolled back, and a connection that is lost is
    /// replaced. Throws `timedOut`, `closed`, `cancelled`, `connectFailed`, and whatever `body` throws.
    package func withConnection<Value>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (PostgresConnection) async throws -> Value
    ) async throws -> Value {
        let connection = try await acquire()
        do {
            let value = try await body(connection)
            await release(connection)
            return value
        } catch {
            await release(connection)
            throw error
        }
    }

    /// One round trip on a connection of its own.
    package func run(
        _ statements: [Statement], timeout: Duration? = nil
    ) async throws(PostgresError) -> [StatementResult] {
        try await trip { connection async throws(PostgresError) in
            try await connection.run(statements, timeout: timeout)
        }
    }

    /// The same with a time that may become shorter while the server is waited for.
    package func run(
        _ statements: [Statement], within timeout: @escaping @Sendable () -> Duration
    ) async throws(PostgresError) -> [StatementResult] {
        try await trip { connection async throws(PostgresError) in
            try await connection.run(statements, within: timeout)
        }
    }

    private func trip(
        _ run: (PostgresConnection) async throws(PostgresError) -> [StatementResult]
    ) async throws(PostgresError) -> [StatementResult] {
        let connection = try await acquire()
        let outcome: Result<[StatementResult], PostgresError>
        do {
            outcome = .success(try await run(connection))
        } catch {
            outcome = .failure(error)
        }
        await release(connection)
        return try outcome.get()
    }

    /// Takes a connection out of the pool; every one must come back through `release`. Prefer `withConnection`.
    package func acquire() async throws(PostgresError) -> PostgresConnection {
        while true {
            switch try await nextGrant() {
            case .connection(let connection):
                // Mostly nothing was said meanwhile, and nobody need change threads to hear it.
                if connection.isQuiet { return connection }
                if await connection.isHealthy() { return connection }
                await connection.close()
                return try await connectInSlot()
            case .slot:
                return try await connectInSlot()
            }
        }
    }

    /// Gives a connection back.
    package func release(_ connection: PostgresConnection) async {
        var isFit = true
        switch connection.restingStatus {
        case .idle: break
        case .open, .failed:
            isFit = (try? await connection.execute(.rollback, timeout: options.rollbackTimeout)) != nil
        case .active, .unknown: isFit = false
        }
        if !isFit { await connection.close() }
        await giveBack(isFit ? connection : nil)
    }

    /// Refuses new leases, waits for those that are out, and ends every connection.
    package func close() async {
        let action = state.withLock { $0.closed() }
        for waiter in action.refuse { waiter.resume(returning: .closed) }
        for connection in action.discard { await connection.close() }
        _ = await withCheckedContinuation { continuation in
            if !state.withLock({ $0.awaitsDrain(continuation) }) { continuation.resume(returning: .drained) }
        }
    }

    /// Leases, idle connections and waiting tasks, for metrics and tests.
    package var counts: (leased: Int, idle: Int, waiting: Int) {
        state.withLock { ($0.leased, $0.idleCount, $0.waitingCount) }
    }
}

extension PostgresPool {
    private func nextGrant() async throws(PostgresError) -> State.Grant {
        guard !Task.isCancelled else { throw PostgresError(.cancelled, "waiting for a connection was cancelled") }
        switch state.withLock({ $0.requested() }) {
        case .proceed(let grant): return grant
        case .refuse: throw PostgresError(.closed, "the connection pool is closed")
        case .wait: return try await waitForGrant()
        }
    }

    private func waitForGrant() async throws(PostgresError) -> State.Grant {
        let id = lastWaiter.add(1, ordering: .relaxed).newValue
        let timer = options.acquireTimeout.map { timeout in
            Task { [clock] in
                guard (try? await clock.sleep(for: timeout)) != nil else { return }
                self.giveUp(id, .timedOut)
            }
        }
        defer { timer?.cancel() }
        let wake = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let action = state.withLock { $0.queued(id, continuation) }
                switch action {
                case .proceed(let grant): continuation.resume(returning: Self.wake(grant))
                case .refuse: continuation.resume(returning: .closed)
                case .queued:
                    // Cancelled before it was queued: the handler found nobody to wake.
                    if Task.isCancelled { giveUp(id, .cancelled) }
                }
            }
        } onCancel: {
            giveUp(id, .cancelled)
        }
        switch wake {
        case .connection(let connection): return .connection(connection)
        case .slot: return .slot
        case .timedOut: throw PostgresError(.timedOut, "no connection to PostgreSQL became free in time")
        case .cancelled: throw PostgresError(.cancelled, "waiting for a connection was cancelled")
        case .closed, .drained: throw PostgresError(.closed, "the connection pool is closed")
        }
    }

    private func giveUp(_ id: UInt64, _ wake: Wake) {
        state.withLock { $0.gaveUp(id) }?.resume(returning: wake)
    }

    private func connectInSlot() async throws(PostgresError) -> PostgresConnection {
        do {
            return try await PostgresConnection.connect(configuration, retrying: options.backoff, clock: clock)
        } catch {
            await giveBack(nil)
            throw error
        }
    }

    private func giveBack(_ connection: PostgresConnection?) async {
        switch state.withLock({ $0.released(connection) }) {
        case .keep: break
        case .resume(let waiter, let grant): waiter.resume(returning: Self.wake(grant))
        case .discard(let connection, let drained):
            await connection?.close()
            for waiter in drained { waiter.resume(returning: .drained) }
        }
    }

    private static func wake(_ grant: State.Grant) -> Wake {
        switch grant {
        case .connection(let connection): .connection(connection)
        case .slot: .slot
        }
    }
}
