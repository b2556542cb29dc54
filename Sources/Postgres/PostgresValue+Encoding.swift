extension PostgresValue {
    /// Appends the value as the wire carries it; NULL has no bytes.
    func encode(into bytes: inout [UInt8]) {
        switch self {
        case .null: break
        case .bool(let value): bytes.append(value ? 1 : 0)
        case .int4(let value): bytes.append(bigEndian: value)
        case .int8(let value): bytes.append(bigEndian: value)
        case .text(let value), .literal(let value): bytes.append(contentsOf: value.utf8)
        case .bytea(let value): bytes.append(contentsOf: value)
        case .timestamptz(let value): bytes.append(instant: value)
        case .boolArray(let values):
            bytes.append(array: values, of: PostgresType.bool) { $0.append($1 ? 1 : 0) }
        case .int4Array(let values):
            bytes.append(array: values, of: PostgresType.int4) { $0.append(bigEndian: $1) }
        case .int8Array(let values):
            bytes.append(array: values, of: PostgresType.int8) { $0.append(bigEndian: $1) }
        case .textArray(let values):
            bytes.append(array: values, of: PostgresType.text) { $0.append(contentsOf: $1.utf8) }
        case .byteaArray(let values):
            bytes.append(array: values, of: PostgresType.bytea) { $0.append(contentsOf: $1) }
        case .timestamptzArray(let values):
            bytes.append(array: values, of: PostgresType.timestamptz) { $0.append(instant: $1) }
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    /// PostgreSQL counts from 2000; the two extremes mean -infinity and infinity there, so the subtraction saturates.
    fileprivate mutating func append(instant: Int64) {
        let (value, overflow) = instant.subtractingReportingOverflow(PostgresType.epochOffset)
        append(bigEndian: overflow ? Int64.min : value)
    }

    /// One dimension, lower bound 1; an element is its length, -1 for NULL, and its bytes.
    fileprivate mutating func append<Value>(
        array values: [Value?], of type: UInt32, element: (inout [UInt8], Value) -> Void
    ) {
        append(bigEndian: Int32(values.isEmpty ? 0 : 1))
        append(bigEndian: Int32(values.contains { $0 == nil } ? 1 : 0))
        append(bigEndian: type)
        guard !values.isEmpty else { return }
        append(bigEndian: Int32(truncatingIfNeeded: values.count))
        append(bigEndian: Int32(1))
        for value in values {
            guard let value else {
                append(bigEndian: Int32(-1))
                continue
            }
            let start = count
            append(bigEndian: Int32(0))
            element(&self, value)
            let length = Int32(truncatingIfNeeded: count - start - 4).bigEndian
            Swift.withUnsafeBytes(of: length) { header in
                for (offset, byte) in header.enumerated() { self[start + offset] = byte }
            }
        }
    }
}
