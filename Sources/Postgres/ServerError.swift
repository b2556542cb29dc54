/// What the server said when it refused a statement.
package struct ServerError: Equatable, Sendable {
    package let sqlState: SQLState
    /// `ERROR`, `FATAL` or `PANIC`, never translated.
    package let severity: String
    /// The primary message, in the server's language.
    package let message: String
    /// A second message that may quote row values: for logs and operators, not for clients.
    package let detail: String?
    package let hint: String?
    /// The call stack inside the server, such as the trigger function that raised the error.
    package let context: String?
    package let schema: String?
    package let table: String?
    package let column: String?
    package let constraint: String?

    package init(
        sqlState: SQLState, severity: String = "ERROR", message: String, detail: String? = nil, hint: String? = nil,
        context: String? = nil, schema: String? = nil, table: String? = nil, column: String? = nil,
        constraint: String? = nil
    ) {
        self.sqlState = sqlState
        self.severity = severity
        self.message = message
        self.detail = detail
        self.hint = hint
        self.context = context
        self.schema = schema
        self.table = table
        self.column = column
        self.constraint = constraint
    }

    /// Whether the server ended the session with this error.
    package var endsSession: Bool {
        severity == "FATAL" || severity == "PANIC"
    }
}
