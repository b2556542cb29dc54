/// The answer to one statement of a round trip.
package struct StatementResult: Sendable {
    package enum Outcome: Sendable {
        case completed
        case failed(ServerError)
        /// An earlier statement of the same round trip failed, so the server did not run this one.
        case skipped
    }

    package let outcome: Outcome
    /// The rows; empty when there are none.
    package let rows: PostgresRows
    /// The command tag, such as `COMMIT`, `ROLLBACK` or `INSERT 0 3`; empty unless completed. COMMIT of an aborted
    /// transaction completes with the tag `ROLLBACK`.
    package let tag: String
    /// How many rows the statement inserted, changed, deleted or answered.
    package let affectedRows: Int
    /// What the server warned of while it worked on the statement, and after the last one while it ended the round trip.
    package internal(set) var warnings: [ServerError] = []

    init(outcome: Outcome, rows: PostgresRows = PostgresRows(), tag: String = "", affectedRows: Int = 0) {
        self.outcome = outcome
        self.rows = rows
        self.tag = tag
        self.affectedRows = affectedRows
    }

    /// What the server said, if it refused this statement.
    package var error: ServerError? {
        if case .failed(let error) = outcome { return error }
        return nil
    }

    /// Whether this is the answer of a COMMIT that took effect.
    package var isCommitted: Bool {
        tag == "COMMIT"
    }

    /// The rows; throws what the server said when it did not run the statement.
    package func get() throws(PostgresError) -> PostgresRows {
        switch outcome {
        case .completed: return rows
        case .failed(let error): throw PostgresError(error)
        case .skipped:
            throw PostgresError(
                ServerError(
                    sqlState: .inFailedTransaction,
                    message: "not run: an earlier statement of the same round trip failed"))
        }
    }
}

extension [StatementResult] {
    /// The first refusal of the round trip: the one that made the server skip the rest.
    package var firstError: PostgresError? {
        lazy.compactMap(\.error).first.map { PostgresError($0) }
    }

    /// The results themselves; throws the first refusal.
    @discardableResult
    package func checked() throws(PostgresError) -> [StatementResult] {
        if let firstError { throw firstError }
        return self
    }
}
