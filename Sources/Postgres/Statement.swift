/// One SQL statement with its parameters `$1`, `$2`, ...
package struct Statement: Equatable, Sendable {
    package var sql: String
    package var parameters: [PostgresValue]
    /// Whether the statement is prepared on its first use by a connection and kept; false for texts that are made up each time.
    package var isReusable: Bool

    package init(_ sql: String, _ parameters: [PostgresValue] = [], isReusable: Bool = true) {
        self.sql = sql
        self.parameters = parameters
        self.isReusable = isReusable
    }
}

extension Statement: ExpressibleByStringLiteral {
    package init(stringLiteral value: StaticString) {
        self.init(value.description)
    }
}

extension Statement {
    package static let begin = Statement("BEGIN")
    package static let commit = Statement("COMMIT")
    package static let rollback = Statement("ROLLBACK")
}
