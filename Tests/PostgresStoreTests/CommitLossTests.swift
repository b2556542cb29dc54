import Glibc
import Postgres
import ProposalService
import Proposals
import Synchronization
import TestSupport
import TestTime
import Testing

@testable import PostgresStore

/// Connections that end before, during and after COMMIT: each batch has one fate, and the store knows it.
@Suite struct CommitLossTests {
    private struct Setup: Sendable {
        var fixture: StoreFixture
        var proxy: CuttingProxy
        var store: PostgresStore
        var stream: TestStream

        /// Adds one event through the proxy; `between` runs after the first trip and before the second.
        func write(_ between: @escaping @Sendable (Int) -> Void) async throws -> (CommittedBatch, decided: Int) {
            var stream = stream
            var writes = BatchWrites(events: [stream.note()])
            writes.proposals = [stream.projection(since: 1)]
            let note = writes
            let decided = Mutex(0)
            let batch = try await store.write(TestForum.plan([stream.name: 1])) { _ in
                let count = decided.withLock {
                    $0 += 1
                    return $0
                }
                between(count)
                return note
            }
            return (batch, decided.withLock { $0 })
        }
    }

    /// Looks for the fate of a commit without pausing: so many looks are the patience that a loaded machine may need.
    private func setUp(
        _ clock: HookClock = HookClock(), resolveTimeout: Duration = .seconds(6000)
    ) async throws -> Setup {
        let fixture = try await StoreFixture.make()
        let stream = try await fixture.draft(["DEMO-2026-0001"])[0]
        let proxy = try CuttingProxy(fixture.database)
        var options = StoreOptions.patient
        options.reconnect.attempts = 2
        options.resolveTimeout = resolveTimeout
        options.resolveInterval = .milliseconds(100)
        options.lockTimeout = .seconds(60)
        let store = PostgresStore(
            PostgresConfiguration(conninfo: proxy.conninfo), options: options, clock: clock, chance: { 0 })
        return Setup(fixture: fixture, proxy: proxy, store: store, stream: stream)
    }

    /// From now on every COMMIT that adds events waits until lock 42 is free, as one does for a slow disk.
    private func slowCommits(_ fixture: StoreFixture) async throws -> PostgresConnection {
        try await fixture.script(
            """
            CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN PERFORM pg_advisory_xact_lock_shared(42); RETURN NULL; END';
            CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON event DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION slow();
            """)
        let holder = try await fixture.database.connect(role: .superuser)
        try await holder.runScript("SELECT pg_advisory_lock(42)")
        return holder
    }

    @Test func anAnswerLostAfterTheCommitIsFoundOut() async throws {
        let setup = try await setUp()
        let (batch, decided) = try await setup.write { if $0 == 1 { setup.proxy.set(.loseAnswers) } }
        #expect(batch.firstPosition == 3)
        #expect(decided == 1)
        #expect(try await setup.fixture.store.recordLength(forum: "demo") == 4)
    }

    /// As after a failover, where another transaction has the number and another event stands in the place: what was to be written is not
    /// there, so that it is decided again, on what is there.
    @Test func anotherEventInItsPlaceIsNotTakenForIt() async throws {
        let setup = try await setUp()
        try await setup.fixture.script(
            """
            ALTER TABLE event DISABLE TRIGGER event_append_only;
            CREATE FUNCTION swap() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
            BEGIN
                UPDATE event SET bytes = bytes || ' ', digest = sha256(bytes || ' '),
                    leaf_hash = sha256('\\x00'::bytea || bytes || ' ')
                WHERE forum = NEW.forum AND position = NEW.position;
                RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER swap AFTER INSERT ON event DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION swap();
            """)
        await #expect {
            try await setup.write { if $0 == 1 { setup.proxy.set(.loseAnswers) } }
        } throws: { error in
            // The place is taken, and this batch was to be the second to decide on it.
            guard case .rejected(let text) = error as? StoreError else { return false }
            return text.contains("event_version")
        }
        #expect(try await setup.fixture.store.recordLength(forum: "demo") == 4)
    }

    /// A database that crashed gives the numbers of transactions that it forgot to others: what was written is looked for.
    @Test func whatIsThereSettlesIt() async throws {
        let fixture = try await StoreFixture.make()
        let stream = try await fixture.draft(["DEMO-2026-0001"])[0]
        var noted = stream
        let note = noted.note()
        let (fresh, used) = (RequestKey(key: "k1", account: "a"), RequestKey(key: "k2", account: "a"))
        let lost = PostgresError(.connectionLost(outcomeUnknown: true, cause: nil), "gone")
        func fate(_ transaction: String, _ mark: CommitMark) async throws -> CommittedBatch {
            try await LostCommit(store: fixture.store, transaction: transaction, mark: mark, error: lost).fate()
        }
        func isLost(_ transaction: String, _ mark: CommitMark) async -> Bool {
            do { _ = try await fate(transaction, mark) } catch { return error as? BatchFailure == .lost(lost) }
            return false
        }
        // Of the future, far in the past, and another's that was committed.
        let other: String = try await fixture.value("SELECT pg_current_xact_id()::text")
        for number in ["4000000000000", "3", other] {
            #expect(await isLost(number, .event(note.sealed, forum: "demo")), "\(number)")
            #expect(await isLost(number, .answer(fresh)), "\(number)")
        }
        #expect(await isLost("4000000000000", .parts))
        #expect(try await fate(other, .parts) == CommittedBatch(firstPosition: nil))
        // The same once it is there.
        var writes = BatchWrites(events: [note])
        writes.proposals = [noted.projection(since: 1)]
        let written = writes
        _ = try await fixture.store.write(TestForum.plan([stream.name: 1])) { _ in written }
        for number in ["4000000000000", "3", other] {
            #expect(try await fate(number, .event(note.sealed, forum: "demo")) == CommittedBatch(firstPosition: 3))
        }
        let keyed = try await fixture.database.connect()
        let number: String = try await keyed.run([
            .begin, "SELECT pg_current_xact_id()::text",
            "INSERT INTO request (key, account, forum, body_digest) VALUES ('k2', 'a', 'demo', sha256('x'))", .commit,
        ]).checked()[1].rows.value()
        await keyed.close()
        #expect(try await fate(number, .answer(used)) == CommittedBatch(firstPosition: nil))
        // Its key was used by another transaction: this one wrote nothing.
        #expect(await isLost(other, .answer(used)))
        await fixture.store.close()
    }

    /// Everything that was not on the disk yet is gone with the number that the transaction had.
    @Test func whatACrashOfTheDatabaseForgotIsWrittenAgain() async throws {
        var options = EmbeddedCluster.Options()
        // Only a commit brings something to the disk.
        options.settings = ["wal_writer_delay": "10s"]
        let cluster = try await EmbeddedCluster.start(
            dataDirectory: try TestRoot.makeDirectory("crashed"), options: options)
        _ = try await Migrator(
            PostgresConfiguration(conninfo: cluster.conninfo(role: .owner)),
            migrations: TestTemplate.schemaMigrations()
        ).migrate()
        let store = PostgresStore(conninfo: cluster.conninfo(), options: .patient)
        let fixture = StoreFixture(database: TestDatabase(name: "chancery", cluster: cluster), store: store)
        try await fixture.open()
        let stream = try await fixture.draft(["DEMO-2026-0001"])[0]
        var noted = stream
        var writes = BatchWrites(events: [noted.note()])
        writes.proposals = [noted.projection(since: 1)]
        writes.answers = [
            NewAnswer(
                key: RequestKey(key: "k", account: TestStream.account), bodyDigest: Array(repeating: 0, count: 32),
                answer: Array("{}".utf8), firstEvent: 0)
        ]
        let note = writes
        var decided = 0
        var batch = try await store.begin(TestForum.plan([stream.name: 1]))
        loop: while true {
            decided += 1
            if decided == 1 {
                let pid: Int32 = try await fixture.value(
                    "SELECT pid FROM pg_stat_activity WHERE state = 'idle in transaction'")
                kill(pid, SIGKILL)
            }
            switch try await batch.commit(note) {
            case .committed(let committed):
                #expect(committed.firstPosition == 3)
                break loop
            case .begunAgain(let next): batch = next
            }
        }
        #expect(decided == 2)
        #expect(try await store.recordLength(forum: "demo") == 4)
        await store.close()
        try await cluster.stop()
    }

    @Test func aRequestLostBeforeTheCommitIsTriedAgain() async throws {
        let setup = try await setUp()
        let (batch, decided) = try await setup.write { if $0 == 1 { setup.proxy.set(.loseRequest) } }
        #expect(batch.firstPosition == 3)
        #expect(decided == 2)
        #expect(try await setup.fixture.store.recordLength(forum: "demo") == 4)
    }

    @Test func aCommitThatGoesOnWithoutItsClientIsWaitedFor() async throws {
        let holder = Mutex<PostgresConnection?>(nil)
        // Each sleep of the store is one look that found the transaction in progress.
        let clock = HookClock { count in
            if count == 3 { _ = try await holder.withLock { $0 }?.runScript("SELECT pg_advisory_unlock(42)") }
        }
        let setup = try await setUp(clock)
        let connection = try await slowCommits(setup.fixture)
        holder.withLock { $0 = connection }
        let (batch, decided) = try await setup.write { if $0 == 1 { setup.proxy.set(.loseAfterRequest) } }
        #expect(batch.firstPosition == 3)
        #expect(decided == 1)
        #expect(clock.sleeps.count >= 3)
        await connection.close()
    }

    @Test func aFateThatStaysOpenIsSaidToBeUnknown() async throws {
        let clock = HookClock()
        let setup = try await setUp(clock, resolveTimeout: .milliseconds(500))
        let connection = try await slowCommits(setup.fixture)
        await #expect {
            try await setup.write { if $0 == 1 { setup.proxy.set(.loseAfterRequest) } }
        } throws: { error in
            guard case .effectUnknown = error as? StoreError else { return false }
            return true
        }
        // 500 ms in steps of 100.
        #expect(clock.sleeps.count == 5)
        await connection.close()
    }

    @Test func aServerThatStopsDoesNotLookForAFateForLong() async throws {
        let clock = HookClock()
        let setup = try await setUp(clock)
        let connection = try await slowCommits(setup.fixture)
        setup.store.hurry()
        await #expect {
            try await setup.write { if $0 == 1 { setup.proxy.set(.loseAfterRequest) } }
        } throws: { error in
            guard case .effectUnknown = error as? StoreError else { return false }
            return true
        }
        // 5 s in steps of 100 ms.
        #expect(clock.sleeps.count == 50)
        await connection.close()
    }

    @Test func aCommitThatIsUnderWayWhenTheServerStopsIsNotWaitedForLong() async throws {
        let setup = try await setUp()
        let connection = try await slowCommits(setup.fixture)
        let writing = Task { try await setup.write { _ in } }
        let watching = try await setup.fixture.database.connect(role: .superuser)
        try await waitUntil {
            try await !watching.query(
                """
                SELECT FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory'
                """
            ).isEmpty
        }
        setup.store.hurry()
        await #expect {
            try await writing.value
        } throws: { error in
            // The database may notice in time that nobody waits any longer, and write nothing: then that is said.
            switch error as? StoreError {
            case .effectUnknown, .unavailable: true
            default: false
            }
        }
        await watching.close()
        await connection.close()
    }

    @Test func aBackendEndedWhileItCommitsWroteNothing() async throws {
        let fixture = Mutex<StoreFixture?>(nil)
        let setup = try await setUp()
        fixture.withLock { $0 = setup.fixture }
        let holder = try await slowCommits(setup.fixture)
        let killing = Task {
            // As soon as it waits for the lock, it is inside COMMIT.
            let kill = """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory'
                """
            let killer = try await setup.fixture.database.connect(role: .superuser)
            try await waitUntil { try await !killer.query(kill).isEmpty }
            try await holder.runScript("SELECT pg_advisory_unlock(42)")
            await killer.close()
        }
        let (batch, decided) = try await setup.write { _ in }
        try await killing.value
        #expect(decided == 2)
        #expect(batch.firstPosition == 3)
        #expect(try await setup.fixture.store.recordLength(forum: "demo") == 4)
        await holder.close()
    }

    @Test func aConnectionLostInTheFirstTripIsReplacedOnce() async throws {
        let setup = try await setUp()
        _ = try await setup.store.forums()
        setup.proxy.set(.loseRequest)
        let (batch, decided) = try await setup.write { _ in }
        #expect(batch.firstPosition == 3)
        #expect(decided == 1)
        await #expect {
            try await setup.write { _ in setup.proxy.set(.loseRequest) }
        } throws: { error in
            guard case .unavailable = error as? StoreError else { return false }
            return true
        }
    }

    @Test func readsSurviveALostConnection() async throws {
        let setup = try await setUp()
        _ = try await setup.store.forums()
        setup.proxy.set(.loseRequest)
        #expect(try await setup.store.forums().count == 1)
        await setup.store.close()
        await #expect(throws: StoreError.self) { try await setup.store.forums() }
    }
}
