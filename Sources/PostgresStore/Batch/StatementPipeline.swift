import Postgres

/// Statements gathered for one round trip, each known by its place.
struct StatementPipeline {
    private(set) var statements: [Statement] = []

    /// Adds a statement and answers where its result will be.
    @discardableResult
    mutating func add(_ sql: String, _ parameters: [PostgresValue] = []) -> Int {
        statements.append(Statement(sql, parameters))
        return statements.count - 1
    }

    mutating func add(_ statement: Statement) -> Int {
        statements.append(statement)
        return statements.count - 1
    }
}

extension PostgresConnection {
    /// Runs a trip; throws the first refusal of a statement.
    func run(_ trip: StatementPipeline, timeout: Duration) throws(PostgresError) -> [StatementResult] {
        try run(trip.statements, timeout: timeout).checked()
    }

    /// The same of a trip that commits, whose wait for a standby nobody may end: after the time the connection is lost.
    func commit(
        _ trip: StatementPipeline, within timeout: @escaping @Sendable () -> Duration
    ) throws(PostgresError) -> [StatementResult] {
        try run(trip.statements, within: timeout, mayCancel: false).checked()
    }
}
