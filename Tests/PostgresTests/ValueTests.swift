import Postgres
import Testing

@Suite struct ValueTests {
    /// Sends a value, reads it back.
    private func roundTrip<Value: PostgresDecodable & Equatable>(
        _ value: PostgresValue, _ cast: String, as expected: Value, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let answer: Value = try await withConnection { connection async throws in
            try await connection.query("SELECT $1::\(cast)", [value]).value()
        }
        #expect(answer == expected, sourceLocation: sourceLocation)
    }

    @Test(arguments: [Int64.min, -1, 0, 1, 1 << 53, .max])
    func int8(_ value: Int64) async throws {
        try await roundTrip(.int8(value), "int8", as: value)
    }

    @Test(arguments: [Int32.min, -1, 0, .max])
    func int4(_ value: Int32) async throws {
        try await roundTrip(.int4(value), "int4", as: value)
    }

    @Test(arguments: [true, false])
    func bool(_ value: Bool) async throws {
        try await roundTrip(.bool(value), "bool", as: value)
    }

    @Test(arguments: ["", "plain", "Åse, José, 東京, Việt Nam", "a'b\\c\n\"d\""])
    func text(_ value: String) async throws {
        try await roundTrip(.text(value), "text", as: value)
        try await roundTrip(.literal(value), "text", as: value)
    }

    @Test func longText() async throws {
        let value = String(repeating: "東京 ", count: 100_000)
        try await roundTrip(.text(value), "text", as: value)
    }

    @Test func bytea() async throws {
        try await roundTrip(.bytea([]), "bytea", as: [UInt8]())
        try await roundTrip(.bytea(Array(0...255)), "bytea", as: Array(UInt8(0)...255))
        try await roundTrip(
            .bytea([UInt8](repeating: 0, count: 1_000_000)), "bytea", as: [UInt8](repeating: 0, count: 1_000_000))
    }

    @Test(arguments: [0, 1, -1, 946_684_800_000_000, 1_790_000_000_123_456, -62_135_596_800_000_000])
    func instants(_ value: Int64) async throws {
        try await roundTrip(.timestamptz(value), "timestamptz", as: value)
    }

    @Test func instantsMeanWhatTheServerMeans() async throws {
        try await withConnection { connection async throws in
            let rows = try await connection.query(
                "SELECT $1 = '2026-09-23T12:34:56.000789Z'::timestamptz, '1970-01-01T00:00:01Z'::timestamptz",
                [.timestamptz(1_790_166_896_000_789)])
            #expect(try rows.one()[0] == true)
            #expect(try rows.one()[1] == Int64(1_000_000))
        }
    }

    @Test func nulls() async throws {
        try await roundTrip(.null, "int8", as: Int64?.none)
        try await roundTrip(.null, "text", as: String?.none)
        try await roundTrip(.null, "bytea", as: [UInt8]?.none)
        try await roundTrip(.text(String?.none), "text", as: String?.none)
        try await roundTrip(.int8(7), "int8", as: Int64?.some(7))
        try await roundTrip(.null, "int8[]", as: [Int64]?.none)
    }

    @Test func arrays() async throws {
        try await roundTrip(.int8Array([]), "int8[]", as: [Int64]())
        try await roundTrip(.int8Array([1, nil, .min]), "int8[]", as: [Int64?]([1, nil, .min]))
        try await roundTrip(.int4Array([1, nil, .max]), "int4[]", as: [Int32?]([1, nil, .max]))
        try await roundTrip(.textArray(["", nil, "{a,\"b\"}", "東"]), "text[]", as: ["", nil, "{a,\"b\"}", "東"])
        try await roundTrip(.byteaArray([[], nil, [0, 255]]), "bytea[]", as: [[UInt8]?]([[], nil, [0, 255]]))
        try await roundTrip(.boolArray([true, nil, false]), "bool[]", as: [true, nil, false])
        try await roundTrip(.timestamptzArray([0, nil, 5]), "timestamptz[]", as: [Int64?]([0, nil, 5]))
        try await roundTrip(.textArray([nil]), "text[]", as: [String?]([nil]))
    }

    @Test func arraysUnnestSideBySide() async throws {
        try await withConnection { connection async throws in
            let rows = try await connection.query(
                "SELECT a, b FROM unnest($1, $2) AS t(a, b)", [.int8Array([1, 2, 3]), .textArray(["x", nil, "z"])])
            #expect(try rows.column(Int64.self) == [1, 2, 3])
            #expect(try rows.column(String?.self, at: 1) == ["x", nil, "z"])
        }
    }

    @Test func otherTypesAreRead() async throws {
        try await withConnection { connection async throws in
            let rows = try await connection.query(
                """
                SELECT 7::int2, 4000000000::oid, '18446744073709551615'::xid8, '{"a": 1}'::jsonb, '{"a":1}'::json,
                    'n'::name, sum(x), (-12345.0678)::numeric, 0.0005::numeric(9, 4) FROM generate_series(1::int8, 4) x
                """)
            let row = try rows.one()
            #expect(try row[0] == 7)
            #expect(try row[1] == UInt32(4_000_000_000))
            #expect(try row[2] == UInt64.max)
            #expect(try row[3] == #"{"a": 1}"#)
            #expect(try row[4] == #"{"a":1}"#)
            #expect(try row["name"] == "n")
            #expect(try row["sum"] == Int64(10))
            #expect(try row[7] == "-12345.0678")
            #expect(try row[8] == "0.0005")
        }
    }

    @Test(arguments: ["0", "1", "10000", "99999999999999999999.5", "-0.00010001", "123456789.000", "100000000", "NaN"])
    func numeric(_ text: String) async throws {
        try await roundTrip(.literal(text), "numeric", as: text)
    }

    @Test func literalsTakeTheTypeTheStatementWants() async throws {
        try await withConnection { connection async throws in
            let rows = try await connection.query(
                "SELECT $1::date - '2026-01-01'::date, $2::uuid::text, $3::jsonb",
                [.literal("2026-01-31"), .literal("00000000-0000-0000-0000-00000000002a"), .literal("[1]")])
            #expect(try rows.one()[0] == 30)
            #expect(try rows.one()[1] == "00000000-0000-0000-0000-00000000002a")
            #expect(try rows.one()[2] == "[1]")
        }
    }

    @Test func aValueThatCannotBeSentIsRefusedBeforeAnythingIsSent() async throws {
        try await withConnection { connection async throws in
            await #expect(throws: PostgresError.self) {
                try await connection.query("SELECT $1::text", [.literal("a\0b")])
            }
            await #expect(throws: PostgresError.self) { try await connection.query("SELECT 1 \0", []) }
            let one: Int = try await connection.query("SELECT 1").value()
            #expect(one == 1)
            // In binary the server sees the zero, and says so.
            let error = await #expect(throws: PostgresError.self) {
                try await connection.query("SELECT $1::text", [.text("a\0b")])
            }
            #expect(error?.sqlState?.rawValue == "22021")
            #expect(error?.isDataError == true)
        }
    }
}
