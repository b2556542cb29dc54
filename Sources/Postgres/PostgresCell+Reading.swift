extension PostgresCell {
    /// Any integer type, and instants, widened to the largest range a caller can ask for.
    func wideInteger() throws(PostgresError) -> Int128 {
        guard isBinary else { return try parsedInteger() }
        switch type {
        case PostgresType.int2: return Int128(try integer(Int16.self))
        case PostgresType.int4: return Int128(try integer(Int32.self))
        case PostgresType.int8: return Int128(try integer(Int64.self))
        case PostgresType.oid: return Int128(try integer(UInt32.self))
        case PostgresType.xid8: return Int128(try integer(UInt64.self))
        case PostgresType.timestamptz, PostgresType.timestamp: return Int128(try instant())
        case PostgresType.numeric:
            guard let value = Int128(try numericText()) else { throw failure("a number that is not an integer") }
            return value
        default: throw mismatch("an integer")
        }
    }

    /// Microseconds since the Unix epoch; -infinity and infinity are the ends of the range.
    private func instant() throws(PostgresError) -> Int64 {
        let value = try integer(Int64.self)
        if value == .min || value == .max { return value }
        let (instant, overflow) = value.addingReportingOverflow(PostgresType.epochOffset)
        guard !overflow else { throw failure("an instant beyond the range of 64 bits") }
        return instant
    }

    private func parsedInteger() throws(PostgresError) -> Int128 {
        guard let value = Int128(try text()) else { throw mismatch("an integer") }
        return value
    }

    /// Binary jsonb is one version byte and the text.
    func jsonText() throws(PostgresError) -> String {
        try withBytes { (bytes) throws(PostgresError) in
            guard bytes.first == 1, let text = String(validating: bytes.dropFirst(), as: UTF8.self) else {
                throw failure("jsonb of an unknown version")
            }
            return text
        }
    }

    /// The bytes of a bytea that came in text form: `\x` and two digits a byte.
    func hexBytes() throws(PostgresError) -> [UInt8] {
        let digits = Array(try text().utf8)
        guard digits.starts(with: Array("\\x".utf8)), digits.count.isMultiple(of: 2) else {
            throw failure("bytea that is not in hex form")
        }
        return try stride(from: 2, to: digits.count, by: 2).map { (index) throws(PostgresError) in
            guard let high = Character(UnicodeScalar(digits[index])).hexDigitValue,
                let low = Character(UnicodeScalar(digits[index + 1])).hexDigitValue
            else { throw failure("bytea that is not in hex form") }
            return UInt8(high * 16 + low)
        }
    }

    /// Walks a one-dimensional binary array.
    func elements<Value>(
        _ read: (PostgresCell) throws(PostgresError) -> Value
    ) throws(PostgresError) -> [Value] {
        guard isBinary else { throw mismatch("an array in text form") }
        return try withBytes { (bytes) throws(PostgresError) in
            var reader = BinaryReader(bytes)
            guard let dimensions = reader.read(Int32.self), reader.read(Int32.self) != nil,
                let elementType = reader.read(UInt32.self)
            else { throw mismatch("an array") }
            guard dimensions != 0 else { return [] }
            guard dimensions == 1, let count = reader.read(Int32.self), count >= 0, reader.read(Int32.self) != nil
            else { throw failure("an array of \(dimensions) dimensions") }
            var values: [Value] = []
            // Every element has a length of four bytes, so a count beyond the bytes cannot reserve memory.
            values.reserveCapacity(min(Int(count), bytes.count / 4))
            for _ in 0..<count {
                guard let length = reader.read(Int32.self) else { throw failure("an array cut short") }
                guard length >= 0 else {
                    values.append(try read(element(nil, type: elementType)))
                    continue
                }
                guard let part = reader.take(Int(length)) else { throw failure("an array cut short") }
                values.append(try read(element(part, type: elementType)))
            }
            guard reader.isAtEnd else { throw failure("an array with bytes left over") }
            return values
        }
    }
}
