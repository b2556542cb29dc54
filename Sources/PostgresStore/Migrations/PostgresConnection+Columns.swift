import Postgres

extension PostgresConnection {
    /// Whether a table of the schema has a column yet: a database may be of an earlier one.
    func hasColumn(_ column: String, of table: String) throws -> Bool {
        try query(
            """
            SELECT EXISTS (
                SELECT FROM pg_attribute
                WHERE attrelid = to_regclass('public.' || $1) AND attname = $2 AND NOT attisdropped)
            """, [.text(table), .text(column)]
        ).value()
    }
}
