import Postgres
import PostgresStore
import Synchronization
import TestSupport
import TestTime
import Testing

/// Errors of the server, timeouts, and connections that end while something is under way.
@Suite(.timeLimit(.minutes(60))) struct FailureTests {
    @Test func serverErrorsCarryTheirFields() async throws {
        try await withConnection { connection async throws in
            try await connection.runScript(
                """
                CREATE TEMPORARY TABLE checked (
                    id int8 NOT NULL, state text CONSTRAINT state_known CHECK (state IN ('a', 'b')),
                    CONSTRAINT checked_id UNIQUE (id))
                """)
            let unique = await #expect(throws: PostgresError.self) {
                try await connection.execute("INSERT INTO checked VALUES (1, 'a'), (1, 'b')")
            }
            #expect(unique?.sqlState == .uniqueViolation)
            #expect(unique?.server?.constraint == "checked_id")
            #expect(unique?.server?.table == "checked")
            #expect(unique?.server?.detail == "Key (id)=(1) already exists.")
            #expect(unique?.isDataError == true)
            #expect(unique?.isRetryable == false)
            // Values are for those who debug.
            #expect(unique?.description.contains("(id)=(1)") == false)
            #expect(unique?.debugDescription.contains("(id)=(1)") == true)

            let check = await #expect(throws: PostgresError.self) {
                try await connection.execute("INSERT INTO checked VALUES (2, 'c')")
            }
            #expect(check?.sqlState == .checkViolation)
            #expect(check?.server?.constraint == "state_known")
            let null = await #expect(throws: PostgresError.self) {
                try await connection.execute("INSERT INTO checked VALUES (NULL, 'a')")
            }
            #expect(null?.sqlState == .notNullViolation)
            #expect(null?.server?.column == "id")
            let raised = await #expect(throws: PostgresError.self) {
                try await connection.runScript("DO $$ BEGIN RAISE EXCEPTION 'no edge' USING HINT = 'look'; END $$")
            }
            #expect(raised?.sqlState == .raiseException)
            #expect(raised?.isDataError == true)
            #expect(raised?.server?.hint == "look")
            #expect(raised?.message == "no edge")
        }
    }

    @Test func theAppRoleIsRefusedWhatItMayNotDo() async throws {
        let database = try await SharedDatabase.task.value
        let owner = try await database.connect(role: .owner)
        try await owner.runScript("CREATE TABLE owned (id int8); GRANT SELECT ON owned TO chancery_app")
        await owner.close()
        let app = try await database.connect(role: .app)
        #expect(try await app.query("SELECT count(*) FROM owned").value(Int.self) == 0)
        let error = await #expect(throws: PostgresError.self) { try await app.execute("DELETE FROM owned") }
        #expect(error?.sqlState == .insufficientPrivilege)
        #expect(error?.isRetryable == false)
        #expect(error?.isDataError == false)
        await app.close()
    }

    @Test func aLockThatIsNotHadInTimeIsRetryable() async throws {
        try await withConnection { holder async throws in
            try await holder.execute("CREATE TABLE IF NOT EXISTS locked AS SELECT 1 AS id")
            _ = try await holder.run([.begin, "SELECT * FROM locked FOR UPDATE"]).checked()
            try await withConnection(lockTimeout: .milliseconds(20)) { waiter async throws in
                let results = try await waiter.run([.begin, "SELECT * FROM locked FOR UPDATE", "SELECT 1"])
                #expect(results[1].error?.sqlState == .lockNotAvailable)
                #expect(results.firstError?.isRetryable == true)
                #expect(await waiter.transactionStatus == .failed)
            }
        }
    }

    @Test func aDeadlockIsRetryableAndSparesOne() async throws {
        try await withConnection { setup async throws in
            try await setup.runScript(
                "CREATE TABLE IF NOT EXISTS pair AS SELECT 1 AS id UNION SELECT 2; ALTER TABLE pair ADD PRIMARY KEY (id)"
            )
        }
        try await withConnection { one async throws in
            try await withConnection { two async throws in
                _ = try await one.run([.begin, "SELECT 1 FROM pair WHERE id = 1 FOR UPDATE"]).checked()
                _ = try await two.run([.begin, "SELECT 1 FROM pair WHERE id = 2 FOR UPDATE"]).checked()
                async let first = one.run(["SELECT 1 FROM pair WHERE id = 2 FOR UPDATE", .rollback])
                async let second = two.run(["SELECT 1 FROM pair WHERE id = 1 FOR UPDATE", .rollback])
                let errors = try await [first, second].compactMap(\.firstError)
                #expect(errors.map(\.sqlState) == [.deadlockDetected])
                #expect(errors[0].isRetryable)
            }
        }
    }

    @Test func aSerializationFailureIsRetryable() async throws {
        try await withConnection { one async throws in
            try await withConnection { two async throws in
                try await one.execute("CREATE TABLE IF NOT EXISTS counter AS SELECT 0 AS n")
                _ = try await one.run(["BEGIN ISOLATION LEVEL REPEATABLE READ", "SELECT n FROM counter"]).checked()
                try await two.execute("UPDATE counter SET n = n + 1")
                let results = try await one.run(["UPDATE counter SET n = n + 1", .commit])
                #expect(results.firstError?.sqlState == .serializationFailure)
                #expect(results.firstError?.isRetryable == true)
                #expect(!results[1].isCommitted)
                _ = try await one.run([.rollback])
            }
        }
    }

    @Test func aTripBeyondItsTimeIsCancelledAndTheConnectionStays() async throws {
        try await withConnection { connection async throws in
            let results = try await connection.run(["SELECT pg_sleep(60)", "SELECT 1"], timeout: .milliseconds(30))
            #expect(results[0].error?.sqlState == .queryCanceled)
            #expect(try await connection.query("SELECT 2").value(Int.self) == 2)
            let error = await #expect(throws: PostgresError.self) {
                try await connection.runScript("SELECT pg_sleep(60)", timeout: .milliseconds(30))
            }
            #expect(error?.sqlState == .queryCanceled)
            #expect(try await connection.query("SELECT 3").value(Int.self) == 3)
        }
    }

    /// Each look at the time finds less of it: nothing is left once somebody is seen to wait.
    @Test func aTripWhoseTimeIsShortenedMeanwhileEndsEarly() async throws {
        for mayCancel in [true, false] {
            try await withConnection { connection async throws in
                let isShort = Atomic(false)
                let time: @Sendable () -> Duration = { isShort.load(ordering: .relaxed) ? .zero : .seconds(3000) }
                let pid = await connection.backendPID
                let running = Task {
                    try await connection.run(["SELECT pg_sleep(3000)"], within: time, mayCancel: mayCancel)
                }
                try await withConnection(role: .superuser) { watching async throws in
                    try await waitUntil {
                        try await watching.query(
                            "SELECT count(*) FROM pg_stat_activity WHERE pid = $1 AND wait_event = 'PgSleep'",
                            [.int4(pid)]
                        ).value(Int.self) > 0
                    }
                    isShort.store(true, ordering: .relaxed)
                    if mayCancel {
                        #expect(try await running.value[0].error?.sqlState == .queryCanceled)
                        #expect(try await connection.query("SELECT 2").value(Int.self) == 2)
                    } else {
                        await #expect(throws: PostgresError.self) { try await running.value }
                        _ = try await watching.query("SELECT pg_terminate_backend($1)", [.int4(pid)])
                    }
                }
            }
        }
    }

    @Test func aSessionEndedWhileItRunsLeavesTheOutcomeUnknown() async throws {
        try await withConnection { victim async throws in
            let pid = await victim.backendPID
            let lost = Task { try await victim.run([.begin, "SELECT pg_sleep(60)", .commit]) }
            try await withConnection(role: .superuser) { killer async throws in
                try await waitUntil {
                    try await killer.query(
                        "SELECT count(*) FROM pg_stat_activity WHERE pid = $1 AND wait_event = 'PgSleep'", [.int4(pid)]
                    ).value() == 1
                }
                try await killer.query("SELECT pg_terminate_backend($1)", [.int4(pid)])
            }
            let error = await #expect(throws: PostgresError.self) { try await lost.value }
            #expect(error?.isOutcomeUnknown == true)
            #expect(error?.isConnectionFailure == true)
            #expect(error?.sqlState == .adminShutdown)
            // From now on the connection says so without trying.
            let later = await #expect(throws: PostgresError.self) { try await victim.query("SELECT 1") }
            #expect(later?.kind == .connectionLost(outcomeUnknown: false, cause: nil))
            #expect(await victim.isHealthy() == false)
            #expect(await victim.transactionStatus == .unknown)
        }
    }

    @Test func aTransactionLeftIdleEndsTheSession() async throws {
        try await withConnection(idleTimeout: .milliseconds(20)) {
            connection async throws in
            _ = try await connection.run([.begin, "SELECT 1"])
            try await waitUntil { await connection.isHealthy() == false }
            await #expect(throws: PostgresError.self) { try await connection.run([.commit]) }
        }
    }

    @Test func aClosedConnectionSaysSo() async throws {
        let connection = try await SharedDatabase.task.value.connect()
        await connection.close()
        await connection.close()
        let error = await #expect(throws: PostgresError.self) { try await connection.query("SELECT 1") }
        #expect(error?.kind == .closed)
        await #expect(throws: PostgresError.self) { try await connection.nextNotifications() }
    }

    @Test(arguments: [
        "host=/nowhere/at/all dbname=x", "host=127.0.0.1 port=1 dbname=x connect_timeout=2", "nonsense here",
        "unknown_key=1",
    ])
    func connectingNowhereFails(_ conninfo: String) async throws {
        let error = await #expect(throws: PostgresError.self) {
            try await PostgresConnection.connect(PostgresConfiguration(conninfo: conninfo))
        }
        #expect(error?.kind == .connectFailed)
        #expect(error?.message.isEmpty == false)
    }

    @Test func severalHostsAreTriedInOrder() async throws {
        let cluster = try await SharedDatabase.task.value.cluster
        let good = cluster.conninfo(role: .app)
        // The last key wins in a conninfo, so this replaces the host by a list whose first entry does not exist.
        let socket = try #require(good.split(separator: " ").first { $0.hasPrefix("host=") }?.dropFirst(5))
        let conninfo = "\(good) host=/nowhere,\(socket) port=5432,5432 target_session_attrs=read-write"
        let connection = try await PostgresConnection.connect(PostgresConfiguration(conninfo: conninfo))
        #expect(try await connection.query("SELECT 1").value(Int.self) == 1)
        await connection.close()
    }

    @Test func aSettingThatTheServerRefusesIsItsError() async throws {
        var configuration = try await SharedDatabase.task.value.configuration()
        configuration.setup = ["SET no_such_setting = 1"]
        let error = await #expect(throws: PostgresError.self) {
            try await PostgresConnection.connect(configuration)
        }
        #expect(error?.sqlState?.rawValue == "42704")
    }
}
