import Postgres
import Testing

@Suite struct ScriptTests {
    @Test func manyStatementsInOneText() async throws {
        try await withConnection { connection async throws in
            let results = try await connection.runScript(
                """
                CREATE TEMPORARY TABLE s (id int8);
                -- a comment; with a semicolon
                INSERT INTO s VALUES (1), (2);
                CREATE FUNCTION pg_temp.twice(n int8) RETURNS int8 LANGUAGE sql AS $$ SELECT n * 2; $$;
                SELECT pg_temp.twice(id) AS double, true AS yes, '\\x01ff'::bytea AS raw FROM s ORDER BY id;
                """)
            #expect(results.map(\.tag) == ["CREATE TABLE", "INSERT 0 2", "CREATE FUNCTION", "SELECT 2"])
            let row = results[3].rows[1]
            #expect(try row["double"] == Int64(4))
            #expect(try row["yes"] == true)
            #expect(try row["raw"] == [UInt8]([1, 255]))
            // The pipeline works again afterwards.
            #expect(try await connection.query("SELECT $1", [.int8(9)]).value(Int.self) == 9)
        }
    }

    @Test func aScriptThatFailsChangesNothing() async throws {
        try await withConnection { connection async throws in
            let error = await #expect(throws: PostgresError.self) {
                try await connection.runScript("CREATE TABLE half_done (id int8); SELECT 1 / 0; SELECT 2")
            }
            #expect(error?.sqlState == .divisionByZero)
            #expect(try await connection.query("SELECT to_regclass('half_done') IS NULL").value(Bool.self))
        }
    }

    @Test func aScriptMayLeaveATransactionOpen() async throws {
        try await withConnection { connection async throws in
            try await connection.runScript("BEGIN; SELECT 1")
            #expect(await connection.transactionStatus == .open)
            #expect(try await connection.run([.rollback])[0].tag == "ROLLBACK")
        }
    }

    @Test func copyIsRefused() async throws {
        try await withConnection { connection async throws in
            let error = await #expect(throws: PostgresError.self) {
                try await connection.runScript("COPY (SELECT 1) TO STDOUT")
            }
            #expect(error?.isConnectionFailure == true)
            #expect(error?.message.contains("COPY") == true)
        }
    }

    @Test func anEmptyScriptAnswersNothing() async throws {
        try await withConnection { connection async throws in
            #expect(try await connection.runScript("").map(\.tag) == [""])
            #expect(try await connection.query("SELECT 1").value(Int.self) == 1)
        }
    }
}
