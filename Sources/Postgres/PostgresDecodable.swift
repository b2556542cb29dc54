/// A type that values of an answer can be read as.
package protocol PostgresDecodable {
    /// Reads one value; throws when it is of another type or out of range.
    static func decode(_ cell: PostgresCell) throws(PostgresError) -> Self

    /// Reads an array of such values.
    static func decodeList(_ cell: PostgresCell) throws(PostgresError) -> [Self]
}

extension PostgresDecodable {
    package static func decodeList(_ cell: PostgresCell) throws(PostgresError) -> [Self] {
        try cell.elements { (element) throws(PostgresError) in try decode(element) }
    }
}

extension PostgresDecodable where Self: FixedWidthInteger {
    package static func decode(_ cell: PostgresCell) throws(PostgresError) -> Self {
        let wide = try cell.wideInteger()
        guard let value = Self(exactly: wide) else { throw cell.failure("an integer that does not fit \(Self.self)") }
        return value
    }
}

/// From int2, int4, int8, an integral numeric, and instants as microseconds since the Unix epoch.
extension Int64: PostgresDecodable {}
extension Int32: PostgresDecodable {}
extension Int: PostgresDecodable {}

/// From oid and xid8 as well.
extension UInt32: PostgresDecodable {}
extension UInt64: PostgresDecodable {}

extension Bool: PostgresDecodable {
    package static func decode(_ cell: PostgresCell) throws(PostgresError) -> Bool {
        guard cell.type == PostgresType.bool else { throw cell.mismatch("Bool") }
        if cell.isBinary { return try cell.integer(UInt8.self) != 0 }
        return try cell.text() == "t"
    }
}

extension String: PostgresDecodable {
    package static func decode(_ cell: PostgresCell) throws(PostgresError) -> String {
        guard cell.isBinary else { return try cell.text() }
        switch cell.type {
        case PostgresType.text, PostgresType.varchar, PostgresType.bpchar, PostgresType.name, PostgresType.char,
            PostgresType.unknown, PostgresType.json:
            return try cell.text()
        case PostgresType.jsonb: return try cell.jsonText()
        case PostgresType.numeric: return try cell.numericText()
        default:
            // Enums and domains over text have identifiers of their own, from 16384 on, and the same bytes as text.
            guard cell.type >= 16384 else { throw cell.mismatch("String") }
            return try cell.text()
        }
    }
}

/// A byte by itself is no PostgreSQL type; it makes `[UInt8]` the reading of bytea.
extension UInt8: PostgresDecodable {
    package static func decode(_ cell: PostgresCell) throws(PostgresError) -> UInt8 {
        throw cell.mismatch("UInt8")
    }

    package static func decodeList(_ cell: PostgresCell) throws(PostgresError) -> [UInt8] {
        guard cell.type == PostgresType.bytea else { throw cell.mismatch("[UInt8]") }
        guard cell.isBinary else { return try cell.hexBytes() }
        return try cell.withBytes { (bytes) throws(PostgresError) in Array(bytes) }
    }
}

extension Array: PostgresDecodable where Element: PostgresDecodable {
    package static func decode(_ cell: PostgresCell) throws(PostgresError) -> [Element] {
        try Element.decodeList(cell)
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    package static func decode(_ cell: PostgresCell) throws(PostgresError) -> Wrapped? {
        cell.isNull ? nil : try Wrapped.decode(cell)
    }
}
