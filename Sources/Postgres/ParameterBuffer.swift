/// The parameters of one execution, laid out once in a single buffer and lent to libpq as pointers.
struct ParameterBuffer {
    private(set) var types: [UInt32] = []
    private(set) var byteCount = 0
    private var bytes: [UInt8] = []
    private var offsets: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// Lays out `values`; refuses a literal with U+0000, which the text form cannot carry, and what exceeds the protocol.
    init(_ values: [PostgresValue]) throws(PostgresError) {
        guard values.count <= Int(UInt16.max) else {
            throw PostgresError(.encoding, "a statement takes at most 65535 parameters, got \(values.count)")
        }
        for (index, value) in values.enumerated() {
            types.append(value.type)
            formats.append(value.isBinary ? 1 : 0)
            if case .null = value {
                offsets.append(nil)
                lengths.append(0)
                continue
            }
            let start = bytes.count
            value.encode(into: &bytes)
            // The server's limit of one field is 1 GiB.
            guard let length = Int32(exactly: bytes.count - start), length < 1 << 30 else {
                throw PostgresError(.encoding, "parameter $\(index + 1) is larger than 1 GiB")
            }
            if !value.isBinary {
                guard !bytes[start...].contains(0) else {
                    throw PostgresError(
                        .encoding, "parameter $\(index + 1) holds U+0000, which PostgreSQL cannot store")
                }
                bytes.append(0)
            }
            offsets.append(start)
            lengths.append(length)
        }
        byteCount = bytes.count
        // An empty parameter at the end still needs an address: a null pointer would mean NULL.
        bytes.append(0)
    }

    var count: Int32 {
        Int32(offsets.count)
    }

    /// Calls `body` with the arrays libpq expects; the pointers are valid only inside.
    func withPointers<Result>(
        _ body: (
            _ values: UnsafePointer<UnsafePointer<CChar>?>?, _ lengths: UnsafePointer<Int32>?,
            _ formats: UnsafePointer<Int32>?
        ) -> Result
    ) -> Result {
        bytes.withUnsafeBytes { raw in
            let base = raw.baseAddress?.assumingMemoryBound(to: CChar.self)
            let values = offsets.map { offset in
                offset.flatMap { base?.advanced(by: $0) }
            }
            return values.withUnsafeBufferPointer { values in
                lengths.withUnsafeBufferPointer { lengths in
                    formats.withUnsafeBufferPointer { formats in
                        body(values.baseAddress, lengths.baseAddress, formats.baseAddress)
                    }
                }
            }
        }
    }
}
