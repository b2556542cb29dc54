/// One row of an answer. Its values are decoded when they are asked for: `let ref: String = try row[0]`.
package struct PostgresRow: Sendable {
    private let storage: ResultStorage?
    private let index: Int
    private let rowCount: Int

    init(storage: ResultStorage?, index: Int, rowCount: Int) {
        self.storage = storage
        self.index = index
        self.rowCount = rowCount
    }

    /// The value of a column counted from 0; throws when the column does not exist or holds another type.
    package subscript<Value: PostgresDecodable>(column: Int) -> Value {
        get throws(PostgresError) { try Value.decode(cell(column)) }
    }

    /// The value of the first column with this name.
    package subscript<Value: PostgresDecodable>(name: String) -> Value {
        get throws(PostgresError) {
            guard let column = storage?.columnIndex(name) else {
                throw PostgresError(.decoding, "the answer has no column '\(name)'")
            }
            return try Value.decode(cell(column))
        }
    }

    /// The same as the subscript, for where the type is not to be inferred.
    package func decode<Value: PostgresDecodable>(_ type: Value.Type, at column: Int) throws(PostgresError) -> Value {
        try self[column]
    }

    private func cell(_ column: Int) throws(PostgresError) -> PostgresCell {
        guard let storage, (0..<rowCount).contains(index) else {
            throw PostgresError(.decoding, "the answer has no row \(index)")
        }
        guard (0..<storage.columnCount).contains(column) else {
            throw PostgresError(.decoding, "the answer has no column \(column)")
        }
        return PostgresCell(
            storage: storage, bytes: storage.bytes(row: index, column: column), type: storage.columnType(column),
            isBinary: storage.isBinary(column), column: column)
    }
}
