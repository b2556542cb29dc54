import CLibPQ

/// The bookkeeping of one round trip: which answers are still to come, and what has been answered. No I/O.
struct PipelineRun {
    private enum Expected {
        case prepare(statement: Int, entry: PreparedStatements.Entry)
        case execute(statement: Int)
        case sync
    }

    private let statements: [Statement]
    private var expected: [Expected] = []
    private var position = 0
    private var results: [StatementResult?]
    /// By statement.
    private var warnings: [Int: [ServerError]] = [:]
    /// Statements prepared in this very trip, whose answer is still to come.
    private var underway: [(sql: String, entry: PreparedStatements.Entry)] = []
    private(set) var isFinished = false
    /// The last error with which the server ended the session.
    private(set) var fatalError: ServerError?
    var prepared: PreparedStatements

    init(_ statements: [Statement], prepared: PreparedStatements) {
        self.statements = statements
        self.prepared = prepared
        results = Array(repeating: nil, count: statements.count)
    }

    /// What to send for one statement, in order.
    enum Sending: Equatable {
        case once
        case prepared(name: String)
        case prepareFirst(name: String)
    }

    /// Decides how a statement is sent and notes the answers it will have.
    mutating func willSend(_ index: Int, types: [UInt32]) -> Sending {
        let statement = statements[index]
        defer { expected.append(.execute(statement: index)) }
        guard statement.isReusable else { return .once }
        if let entry = prepared.find(statement.sql, types: types) { return .prepared(name: entry.name) }
        if let known = underway.first(where: { $0.sql == statement.sql && $0.entry.accepts(types) }) {
            return .prepared(name: known.entry.name)
        }
        guard let entry = prepared.reserve(types: types, beyond: underway.count) else { return .once }
        underway.append((statement.sql, entry))
        expected.append(.prepare(statement: index, entry: entry))
        return .prepareFirst(name: entry.name)
    }

    mutating func willSendSync() {
        expected.append(.sync)
    }

    /// Whether nothing is owed for what was sent so far.
    var isWaiting: Bool {
        position < expected.count
    }

    /// Takes the next result of the command that is being answered. Throws when it is none that this client asks for.
    mutating func received(_ result: ResultStorage) throws(PostgresError) {
        guard position < expected.count else { throw Self.unexpected("a result that nothing asked for") }
        switch (expected[position], result.status) {
        case (.sync, PGRES_PIPELINE_SYNC):
            position += 1
            isFinished = position == expected.count
        case (.prepare(let index, let entry), PGRES_COMMAND_OK):
            prepared.wasPrepared(statements[index].sql, entry)
        case (.prepare(let index, _), PGRES_FATAL_ERROR):
            fail(index, result.serverError)
        case (.execute(let index), PGRES_COMMAND_OK), (.execute(let index), PGRES_TUPLES_OK),
            (.execute(let index), PGRES_EMPTY_QUERY):
            results[index] = StatementResult(
                outcome: .completed, rows: PostgresRows(result), tag: result.tag, affectedRows: result.affectedRows)
        case (.execute(let index), PGRES_FATAL_ERROR):
            fail(index, result.serverError)
        case (.prepare, PGRES_PIPELINE_ABORTED):
            break
        case (.execute(let index), PGRES_PIPELINE_ABORTED):
            if results[index] == nil { results[index] = StatementResult(outcome: .skipped) }
        default:
            throw Self.unexpected("COPY or another result that round trips do not carry")
        }
    }

    /// The server warned of something while it worked on the command that is being answered.
    mutating func warned(_ warning: ServerError) {
        guard position < expected.count else { return }
        let index =
            switch expected[position] {
            case .prepare(let index, _), .execute(let index): index
            case .sync: statements.count - 1
            }
        warnings[index, default: []].append(warning)
    }

    /// The results of one command ended.
    mutating func commandEnded() {
        guard position < expected.count else { return }
        if case .sync = expected[position] { return }
        position += 1
    }

    private mutating func fail(_ index: Int, _ error: ServerError) {
        if error.endsSession { fatalError = error }
        if error.sqlState == .featureNotSupported || error.sqlState == .invalidStatementName {
            prepared.wasRefused(statements[index].sql)
        }
        if results[index] == nil { results[index] = StatementResult(outcome: .failed(error)) }
    }

    /// One answer for each statement; call when finished.
    func allResults() throws(PostgresError) -> [StatementResult] {
        var complete = results.compactMap { $0 }
        guard complete.count == statements.count else { throw Self.unexpected("fewer results than statements") }
        for (index, warnings) in warnings { complete[index].warnings = warnings }
        return complete
    }

    private static func unexpected(_ what: String) -> PostgresError {
        PostgresError(.connectionLost(outcomeUnknown: true, cause: nil), "PostgreSQL answered \(what)")
    }
}
