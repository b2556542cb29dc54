import Postgres
import Testing

/// Round trips against the real server: what belongs together, what an error does to the rest.
@Suite struct PipelineTests {
    @Test func eachStatementHasItsRowsAndItsTag() async throws {
        try await withConnection { connection async throws in
            let results = try await connection.run([
                "CREATE TEMPORARY TABLE t (id int8 PRIMARY KEY, name text)",
                Statement(
                    "INSERT INTO t SELECT * FROM unnest($1, $2)",
                    [.int8Array([1, 2, 3]), .textArray(["a", nil, "c"])]),
                "UPDATE t SET name = 'z' WHERE id > 1 RETURNING id",
                "SELECT id, name FROM t ORDER BY id",
                "DELETE FROM t",
                "",
            ])
            #expect(results.map(\.tag) == ["CREATE TABLE", "INSERT 0 3", "UPDATE 2", "SELECT 3", "DELETE 3", ""])
            #expect(results.map(\.affectedRows) == [0, 3, 2, 3, 3, 0])
            #expect(try results[2].rows.column(Int.self).sorted() == [2, 3])
            #expect(try results[3].rows.column(String?.self, at: 1) == ["a", "z", "z"])
        }
    }

    /// Among them those that come when the trip's own transaction ends, after the answer to its last statement.
    @Test func warningsStandByTheirStatements() async throws {
        func warn(_ text: String) -> Statement {
            Statement("DO $$ BEGIN RAISE WARNING '\(text)'; RAISE WARNING 'and more'; END $$", isReusable: false)
        }
        try await withConnection { connection async throws in
            try await connection.run([
                "CREATE TEMPORARY TABLE warned (id int8)",
                """
                CREATE FUNCTION pg_temp.warn() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN RAISE WARNING ''at the end''; RETURN NULL; END'
                """,
                """
                CREATE CONSTRAINT TRIGGER warned AFTER INSERT ON warned DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION pg_temp.warn()
                """,
            ]).checked()
            let results = try await connection.run([
                "SELECT 1", warn("one"), "INSERT INTO warned VALUES (1)", "SELECT 2",
            ]).checked()
            #expect(results.map { $0.warnings.map(\.message) } == [[], ["one", "and more"], [], ["at the end"]])
            #expect(results[3].warnings[0].severity == "WARNING")
            let commit = try await connection.run([.begin, "INSERT INTO warned VALUES (1)", .commit, "SELECT 3"])
            #expect(commit.map(\.warnings.count) == [0, 0, 1, 0])
            // What a script was warned of is no matter of the trip after it.
            try await connection.runScript("DO 'BEGIN RAISE WARNING ''early''; END'")
            #expect(try await connection.run(["SELECT 4"])[0].warnings.isEmpty)
        }
    }

    @Test func aTransactionSpansTwoTrips() async throws {
        try await withConnection { connection async throws in
            try await connection.execute("CREATE TABLE IF NOT EXISTS two_trips (id int8 PRIMARY KEY, state text)")
            try await connection.execute("INSERT INTO two_trips VALUES (1, 'drafted') ON CONFLICT DO NOTHING")
            let loaded = try await connection.run([
                .begin, "SELECT id FROM two_trips WHERE id = 1 FOR UPDATE", "SELECT state FROM two_trips WHERE id = 1",
                "SELECT clock_timestamp(), pg_current_xact_id()::text",
            ]).checked()
            #expect(await connection.transactionStatus == .open)
            #expect(try loaded[2].rows.value(String.self) == "drafted")
            let transaction: String = try loaded[3].rows.one()[1]
            let written = try await connection.run([
                "UPDATE two_trips SET state = 'circulated' WHERE id = 1 AND state = 'drafted'", .commit,
            ])
            #expect(written[0].affectedRows == 1)
            #expect(written[1].isCommitted)
            #expect(await connection.transactionStatus == .idle)
            let status: String = try await connection.query(
                "SELECT pg_xact_status($1::xid8)", [.literal(transaction)]
            ).value()
            #expect(status == "committed")
        }
    }

    @Test func anErrorInTheMiddleSkipsTheRestAndLeavesTheConnectionUsable() async throws {
        try await withConnection { connection async throws in
            let results = try await connection.run(["SELECT 1", "SELECT 1 / 0", "SELECT 2", "SELECT 3"])
            #expect(try results[0].rows.value(Int.self) == 1)
            #expect(results[1].error?.sqlState == .divisionByZero)
            guard case .skipped = results[2].outcome, case .skipped = results[3].outcome else {
                Issue.record("later statements were not skipped")
                return
            }
            #expect(results.firstError?.sqlState == .divisionByZero)
            #expect(throws: PostgresError.self) { try results.checked() }
            #expect(throws: PostgresError.self) { try results[2].get() }
            #expect(try await connection.query("SELECT 4").value(Int.self) == 4)
            #expect(await connection.transactionStatus == .idle)
        }
    }

    @Test func anErrorInTheSecondTripRollsBackAndCommitSaysSo() async throws {
        try await withConnection { connection async throws in
            try await connection.execute("CREATE TABLE IF NOT EXISTS once (id int8 PRIMARY KEY)")
            try await connection.run([.begin, "INSERT INTO once VALUES (1)"]).checked()
            let written = try await connection.run(["INSERT INTO once VALUES (1)", .commit])
            #expect(written[0].error?.sqlState == .uniqueViolation)
            #expect(written[0].error?.constraint == "once_pkey")
            #expect(!written[1].isCommitted)
            #expect(await connection.transactionStatus == .failed)
            // COMMIT of an aborted transaction is no error, and commits nothing.
            let commit = try await connection.run([.commit])
            #expect(commit[0].error == nil)
            #expect(commit[0].tag == "ROLLBACK")
            #expect(!commit[0].isCommitted)
            #expect(try await connection.query("SELECT count(*) FROM once").value(Int.self) == 0)
        }
    }

    @Test func withoutBeginATripIsOneTransaction() async throws {
        try await withConnection { connection async throws in
            try await connection.execute("CREATE TABLE IF NOT EXISTS implicit (id int8)")
            _ = try await connection.run(["INSERT INTO implicit VALUES (1)", "SELECT 1 / 0"])
            #expect(try await connection.query("SELECT count(*) FROM implicit").value(Int.self) == 0)
        }
    }

    @Test func anEmptyTripIsNoTrip() async throws {
        try await withConnection { connection async throws in
            #expect(try await connection.run([]).isEmpty)
        }
    }

    @Test func statementsArePreparedOnceByTextAndTypes() async throws {
        try await withConnection { connection async throws in
            let count = Statement(
                "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE $1", [.text("%tagged%")])
            for value in 0..<5 {
                let answer = try await connection.query("SELECT $1 + 1 /* tagged */", [.int8(value)])
                #expect(try answer.value(Int.self) == value + 1)
            }
            // NULL fits what is prepared already, whatever its type.
            #expect(try await connection.query("SELECT $1 + 1 /* tagged */", [.null]).value(Int?.self) == nil)
            // The count counts itself, whose text is its parameter's only.
            #expect(try await connection.execute(count).rows.value(Int.self) == 1)
            // Another type is another statement.
            #expect(try await connection.query("SELECT $1 + 1 /* tagged */", [.int4(1)]).value(Int.self) == 2)
            #expect(try await connection.execute(count).rows.value(Int.self) == 2)
            // Twice in one trip is prepared once; a statement that is not reusable never.
            let twice = Statement("SELECT 5 /* tagged */")
            let once = Statement("SELECT 6 /* tagged */", isReusable: false)
            _ = try await connection.run([twice, twice, once, once]).checked()
            #expect(try await connection.execute(count).rows.value(Int.self) == 3)
        }
    }

    @Test func whatFailedToPrepareIsPreparedLater() async throws {
        try await withConnection { connection async throws in
            let late = Statement("SELECT x FROM appears_later")
            let error = await #expect(throws: PostgresError.self) { try await connection.execute(late) }
            #expect(error?.sqlState == .undefinedTable)
            // Skipped with the rest, so not prepared either.
            _ = try await connection.run(["SELECT 1 / 0", "SELECT 'not yet'"])
            try await connection.execute("CREATE TEMPORARY TABLE appears_later AS SELECT 1 AS x")
            #expect(try await connection.execute(late).rows.value(Int.self) == 1)
            #expect(try await connection.query("SELECT 'not yet'").value(String.self) == "not yet")
        }
    }

    @Test func aPlanThatBecameInvalidIsMadeAnew() async throws {
        try await withConnection { connection async throws in
            let all = Statement("SELECT * FROM changing")
            try await connection.execute("CREATE TEMPORARY TABLE changing AS SELECT 1 AS x")
            #expect(try await connection.execute(all).rows.columnNames == ["x"])
            try await connection.execute("ALTER TABLE changing ADD y int")
            let error = await #expect(throws: PostgresError.self) { try await connection.execute(all) }
            #expect(error?.sqlState == .featureNotSupported)
            #expect(try await connection.execute(all).rows.columnNames == ["x", "y"])
        }
    }

    @Test func severalStatementsInOneTextAreRefused() async throws {
        try await withConnection { connection async throws in
            let error = await #expect(throws: PostgresError.self) { try await connection.query("SELECT 1; SELECT 2") }
            #expect(error?.sqlState == .syntaxError)
            #expect(try await connection.query("SELECT 3").value(Int.self) == 3)
        }
    }
}
