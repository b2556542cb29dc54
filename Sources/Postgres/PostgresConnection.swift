import Synchronization

/// One session with a PostgreSQL server. Every libpq call runs on the session's own thread.
///
/// A connection that is lost stays lost: its prepared statements and settings went with it. `PostgresPool` replaces it.
package actor PostgresConnection {
    private nonisolated let executor: ThreadExecutor
    let handle: ConnectionHandle
    nonisolated let interrupt: Interrupt
    var prepared = PreparedStatements()
    var notifications: [PostgresNotification] = []
    private var isClosed = false
    private var isBroken = false
    /// How the last call left the session, for a pool, which need not change threads to know it.
    private nonisolated let rest = Mutex(Rest(socket: -1, status: .unknown))

    /// A session between two calls.
    private struct Rest {
        var socket: Int32
        var status: TransactionStatus
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    private init() throws(PostgresError) {
        executor = try ThreadExecutor()
        handle = ConnectionHandle()
        guard let interrupt = Interrupt() else {
            throw PostgresError(.connectFailed, "the process has no file descriptor left")
        }
        self.interrupt = interrupt
    }

    deinit {
        let handle = handle
        executor.enqueue { handle.close() }
    }

    /// Connects once, and runs the session's settings. Throws `connectFailed` or what the server said to a setting.
    package static func connect(_ configuration: PostgresConfiguration) async throws(PostgresError)
        -> PostgresConnection
    {
        let connection = try PostgresConnection()
        try await connection.open(configuration)
        return connection
    }

    /// Connects, trying again after each failure to reach the server until `backoff` gives up.
    package static func connect(
        _ configuration: PostgresConfiguration, retrying backoff: Backoff,
        clock: any Clock<Duration> = ContinuousClock()
    ) async throws(PostgresError) -> PostgresConnection {
        try await backoff.retry(on: clock) { () async throws(PostgresError) in try await connect(configuration) }
    }

    private func open(_ configuration: PostgresConfiguration) throws(PostgresError) {
        defer { comeToRest() }
        try handle.open(configuration.parameters)
        do throws(PostgresError) {
            guard handle.enterPipelineMode() else { throw lost() }
            _ = try script(configuration.setupScript, timeout: nil)
        } catch {
            handle.close()
            guard case .server = error.kind else { throw PostgresError(.connectFailed, error.message) }
            throw error
        }
    }

    /// Sends all statements, then one Sync, and answers one result for each.
    ///
    /// An error of one statement is in its result; the server skips those after it. Without BEGIN the statements are one
    /// implicit transaction; after a BEGIN the transaction stays open for the next call. Throws only when the answers could
    /// not be had: `connectionLost`, `closed`, `encoding`. Cancelling the task does not stop a trip that has begun.
    ///
    /// - Parameters:
    ///   - timeout: after it the server is asked to cancel (57014 in the results); when it does not answer that either, the
    ///     connection is lost.
    ///   - mayCancel: false for a trip with a COMMIT, whose wait for a standby nobody may end: then the connection is lost at once.
    package func run(
        _ statements: [Statement], timeout: Duration? = nil, mayCancel: Bool = true
    ) throws(PostgresError) -> [StatementResult] {
        try run(statements, .fixed(timeout), mayCancel: mayCancel)
    }

    /// The same with a time that may become shorter while the server is waited for.
    package func run(
        _ statements: [Statement], within timeout: @escaping @Sendable () -> Duration, mayCancel: Bool = true
    ) throws(PostgresError) -> [StatementResult] {
        try run(statements, .shrinking(timeout), mayCancel: mayCancel)
    }

    private func run(
        _ statements: [Statement], _ time: Patience.Time, mayCancel: Bool
    ) throws(PostgresError) -> [StatementResult] {
        try checkUsable()
        defer { comeToRest() }
        return try pipeline(statements, within: time, mayCancel: mayCancel)
    }

    /// Runs one statement by itself; throws what the server says.
    @discardableResult
    package func execute(_ statement: Statement, timeout: Duration? = nil) throws(PostgresError) -> StatementResult {
        try run([statement], timeout: timeout).checked()[0]
    }

    /// Runs one statement by itself and answers its rows.
    @discardableResult
    package func query(
        _ sql: String, _ parameters: [PostgresValue] = [], timeout: Duration? = nil
    ) throws(PostgresError) -> PostgresRows {
        try execute(Statement(sql, parameters), timeout: timeout).rows
    }

    /// Runs a text of several statements without parameters, such as a migration, and answers one result for each.
    ///
    /// Without BEGIN the whole text is one transaction. Throws the first error; values in the results are text.
    @discardableResult
    package func runScript(_ sql: String, timeout: Duration? = nil) throws(PostgresError) -> [StatementResult] {
        try checkUsable()
        defer { comeToRest() }
        return try script(sql, timeout: timeout)
    }

    /// Whether a transaction is open, failed or none.
    package var transactionStatus: TransactionStatus {
        isUsable ? handle.transactionStatus : .unknown
    }

    /// The process that serves this session; `pg_terminate_backend` takes it.
    package var backendPID: Int32 {
        handle.backendPID
    }

    /// Ends the session. What is called afterwards throws `closed`.
    package func close() {
        isClosed = true
        handle.close()
        comeToRest()
    }

    /// Whether the session is there, as far as this side can know without asking the server.
    package func isHealthy() -> Bool {
        guard isUsable else { return false }
        defer { comeToRest() }
        while SocketWait.isReadable(handle.socket) {
            guard handle.consumeInput(), handle.isAlive else {
                isBroken = true
                return false
            }
            collectNotifications()
        }
        return true
    }
}

extension PostgresConnection {
    func comeToRest() {
        let now = Rest(socket: isUsable ? handle.socket : -1, status: transactionStatus)
        rest.withLock { $0 = now }
    }

    /// The state of the transaction as the last call left it.
    nonisolated var restingStatus: TransactionStatus { rest.withLock { $0.status } }

    /// Whether the session was left usable by the last call, and the server has said nothing since: not even that it ends.
    nonisolated var isQuiet: Bool {
        let (socket, status) = rest.withLock { ($0.socket, $0.status) }
        return status != .unknown && socket >= 0 && !SocketWait.isReadable(socket)
    }

    var isUsable: Bool {
        !isClosed && !isBroken && handle.isAlive
    }

    func checkUsable() throws(PostgresError) {
        if isClosed { throw PostgresError(.closed, "the connection is closed") }
        guard isUsable else {
            throw PostgresError(.connectionLost(outcomeUnknown: false, cause: nil), "the connection was lost before")
        }
    }

    /// Marks the connection as lost and answers the error to throw.
    func lost(sent: Bool = false, cause: ServerError? = nil) -> PostgresError {
        isBroken = true
        let message = cause?.message ?? handle.errorMessage
        return PostgresError(
            .connectionLost(outcomeUnknown: sent, cause: cause),
            message.isEmpty ? "the server closed the connection" : message)
    }

    func collectNotifications() {
        while let notification = handle.nextNotification() { notifications.append(notification) }
    }
}
