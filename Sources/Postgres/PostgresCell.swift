/// One value of a row, or one element of an array in it, as it came from the server.
package struct PostgresCell {
    let storage: ResultStorage
    private let bytes: UnsafeRawBufferPointer?
    let type: UInt32
    let isBinary: Bool
    private let column: Int

    init(storage: ResultStorage, bytes: UnsafeRawBufferPointer?, type: UInt32, isBinary: Bool, column: Int) {
        self.storage = storage
        self.bytes = bytes
        self.type = type
        self.isBinary = isBinary
        self.column = column
    }

    var isNull: Bool {
        bytes == nil
    }

    /// Calls `body` with the bytes of a value that must not be NULL.
    func withBytes<Value>(
        _ body: (UnsafeRawBufferPointer) throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value {
        guard let bytes else { throw failure("NULL, which was not expected") }
        defer { withExtendedLifetime(storage) {} }
        return try body(bytes)
    }

    /// A part of this value as a value of its own.
    func element(_ bytes: UnsafeRawBufferPointer?, type: UInt32) -> PostgresCell {
        PostgresCell(storage: storage, bytes: bytes, type: type, isBinary: true, column: column)
    }

    /// The bytes read as UTF-8.
    func text() throws(PostgresError) -> String {
        try withBytes { (bytes) throws(PostgresError) in
            guard let text = String(validating: bytes, as: UTF8.self) else { throw failure("text that is not UTF-8") }
            return text
        }
    }

    /// The bytes read as one integer in network order.
    func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws(PostgresError) -> Value {
        try withBytes { (bytes) throws(PostgresError) in
            guard bytes.count == MemoryLayout<Value>.size else { throw failure("\(bytes.count) bytes for an integer") }
            return Value(bigEndian: bytes.loadUnaligned(as: Value.self))
        }
    }

    /// What to throw when the value is something else than was asked for. Never quotes the value itself.
    func failure(_ what: String) -> PostgresError {
        PostgresError(.decoding, "column \(column) (\(storage.columnName(column)), type \(type)) holds \(what)")
    }

    func mismatch(_ wanted: String) -> PostgresError {
        PostgresError(
            .decoding,
            "column \(column) (\(storage.columnName(column))) has type \(type), which is not read as \(wanted); cast it in the query"
        )
    }
}
