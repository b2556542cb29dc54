import Postgres
import Testing

/// What does not fit ends in an error that names the column, never in a trap.
@Suite struct DecodingTests {
    private func decodingError<Value: PostgresDecodable>(_ sql: String, as type: Value.Type) async throws -> String? {
        try await withConnection { connection async throws in
            let rows = try await connection.query(sql)
            let error = #expect(throws: PostgresError.self) { try rows.value(Value.self) }
            #expect(error?.kind == .decoding)
            return error?.message
        }
    }

    @Test func mismatches() async throws {
        #expect(try await decodingError("SELECT 'x'::text AS name", as: Int64.self)?.contains("name") == true)
        _ = try await decodingError("SELECT 1", as: String.self)
        _ = try await decodingError("SELECT 1", as: Bool.self)
        _ = try await decodingError("SELECT 1", as: [UInt8].self)
        _ = try await decodingError("SELECT 1", as: UInt8.self)
        _ = try await decodingError("SELECT 1::int8", as: [Int64].self)
        _ = try await decodingError("SELECT 'abcdefghijklmnopqrst'::text", as: [String].self)
        _ = try await decodingError("SELECT ARRAY[[1,2],[3,4]]", as: [Int].self)
        _ = try await decodingError("SELECT ARRAY[1,NULL]", as: [Int].self)
        _ = try await decodingError("SELECT ARRAY['a']", as: [Int].self)
        _ = try await decodingError("SELECT now()", as: String.self)
        _ = try await decodingError("SELECT 1.5::numeric", as: Int.self)
    }

    @Test func ranges() async throws {
        _ = try await decodingError("SELECT 3000000000::int8", as: Int32.self)
        _ = try await decodingError("SELECT -1", as: UInt32.self)
        _ = try await decodingError("SELECT 1e30::numeric", as: Int64.self)
    }

    @Test func missingValues() async throws {
        #expect(try await decodingError("SELECT NULL::int8", as: Int64.self)?.contains("NULL") == true)
        _ = try await decodingError("SELECT 1 WHERE false", as: Int.self)
        _ = try await decodingError("SELECT generate_series(1, 2)", as: Int.self)
        try await withConnection { connection async throws in
            let row = try await connection.query("SELECT 1 AS one").one()
            #expect(throws: PostgresError.self) { try row.decode(Int.self, at: 1) }
            #expect(throws: PostgresError.self) { try row.decode(Int.self, at: -1) }
            #expect(throws: PostgresError.self) { let _: Int = try row["two"] }
        }
    }

    @Test func columnsHaveNames() async throws {
        try await withConnection { connection async throws in
            let rows = try await connection.query("SELECT 1 AS a, 2 AS \"B c\" WHERE false")
            #expect(rows.columnNames == ["a", "B c"])
            #expect(rows.isEmpty)
        }
    }

    @Test func rowsOutliveTheConnection() async throws {
        let rows = try await withConnection { try await $0.query("SELECT 'kept ' || x FROM generate_series(1, 3) x") }
        #expect(try rows.column(String.self) == ["kept 1", "kept 2", "kept 3"])
    }
}
