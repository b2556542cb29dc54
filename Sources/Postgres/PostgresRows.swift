/// The rows of one answer, read in place from the memory libpq received them in.
package struct PostgresRows: Sendable, RandomAccessCollection {
    private let storage: ResultStorage?
    package let startIndex = 0
    package let endIndex: Int

    init(_ storage: ResultStorage? = nil) {
        self.storage = storage
        self.endIndex = storage?.rowCount ?? 0
    }

    package subscript(position: Int) -> PostgresRow {
        PostgresRow(storage: storage, index: position, rowCount: endIndex)
    }

    /// The names of the columns, in order.
    package var columnNames: [String] {
        guard let storage else { return [] }
        return (0..<storage.columnCount).map { storage.columnName($0) }
    }

    /// The only row; throws when there is none or more than one.
    package func one() throws(PostgresError) -> PostgresRow {
        guard count == 1 else { throw PostgresError(.decoding, "expected one row, got \(count)") }
        return self[0]
    }

    /// The value of the first column of the only row.
    package func value<Value: PostgresDecodable>(_ type: Value.Type = Value.self) throws(PostgresError) -> Value {
        try one()[0]
    }

    /// The first column of every row.
    package func column<Value: PostgresDecodable>(
        _ type: Value.Type = Value.self, at column: Int = 0
    ) throws(PostgresError) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(count)
        for row in self { values.append(try row[column]) }
        return values
    }
}
