import Postgres
import PostgresStore
import TestSupport
import TestTime
import Testing

@Suite(.timeLimit(.minutes(60))) struct PoolTests {
    private func pool(
        _ maximum: Int, clock: any Clock<Duration> = ContinuousClock(),
        change: (inout PostgresConfiguration, inout PostgresPool.Options) -> Void = { _, _ in }
    ) async throws -> PostgresPool {
        var configuration = try await SharedDatabase.task.value.configuration(role: .owner)
        var options = PostgresPool.Options()
        options.maximumConnections = maximum
        // No time decides whether a test passes, unless it is about the time.
        options.acquireTimeout = nil
        change(&configuration, &options)
        return PostgresPool(configuration, options: options, clock: clock)
    }

    @Test func connectionsAreReused() async throws {
        let pool = try await pool(3)
        let first = try await pool.withConnection { await $0.backendPID }
        let second = try await pool.withConnection { await $0.backendPID }
        #expect(first == second)
        #expect(pool.counts == (0, 1, 0))
        #expect(try await pool.run(["SELECT 1", "SELECT 2"]).count == 2)
        await pool.close()
    }

    @Test func neverMoreThanTheMaximum() async throws {
        let pool = try await pool(3)
        let busiest = Shared((now: 0, most: 0))
        try await withThrowingTaskGroup { group in
            for _ in 0..<60 {
                group.addTask {
                    try await pool.withConnection { connection in
                        busiest.change {
                            $0.now += 1
                            $0.most = max($0.most, $0.now)
                        }
                        try await connection.query("SELECT 1")
                        busiest.change { $0.now -= 1 }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect((1...3).contains(busiest.value.most))
        let counts = pool.counts
        #expect(counts.leased == 0 && counts.waiting == 0 && (1...3).contains(counts.idle))
        await pool.close()
    }

    @Test func whoeverWaitedLongestIsNext() async throws {
        let pool = try await pool(1)
        let order = Shared<[Int]>([])
        let first = try await pool.acquire()
        try await withThrowingTaskGroup { group in
            for number in 0..<8 {
                group.addTask {
                    try await pool.withConnection { _ in order.change { $0.append(number) } }
                }
                try await waitUntil { pool.counts.waiting == number + 1 }
            }
            await pool.release(first)
            try await group.waitForAll()
        }
        #expect(order.value == Array(0..<8))
        await pool.close()
    }

    @Test func aSessionThatEndedWhileIdleIsReplaced() async throws {
        let pool = try await pool(1)
        let dead = try await pool.withConnection { await $0.backendPID }
        try await terminate(dead)
        let alive = try await pool.withConnection { connection async throws in
            #expect(try await connection.query("SELECT 1").value(Int.self) == 1)
            return await connection.backendPID
        }
        #expect(alive != dead)
        #expect(pool.counts == (0, 1, 0))
        await pool.close()
    }

    @Test func aSessionThatEndsDuringItsLeaseIsReplacedForTheNextWaiter() async throws {
        let pool = try await pool(1)
        let lease = try await pool.acquire()
        let waiting = Task { try await pool.withConnection { try await $0.query("SELECT 7").value(Int.self) } }
        try await waitUntil { pool.counts.waiting == 1 }
        try await terminate(await lease.backendPID)
        await #expect(throws: PostgresError.self) { try await lease.query("SELECT 1") }
        await pool.release(lease)
        #expect(try await waiting.value == 7)
        await pool.close()
    }

    @Test func anOpenTransactionDoesNotReachTheNextLease() async throws {
        let pool = try await pool(1)
        try await pool.withConnection { connection in
            _ = try await connection.run([.begin, "CREATE TABLE must_not_stay (id int8)"]).checked()
        }
        await #expect(throws: PostgresError.self) {
            try await pool.withConnection { connection in
                _ = try await connection.run([.begin])
                try await connection.query("SELECT 1 / 0")
            }
        }
        try await pool.withConnection { connection async throws in
            #expect(await connection.transactionStatus == .idle)
            #expect(try await connection.query("SELECT to_regclass('must_not_stay') IS NULL").value(Bool.self))
        }
        await pool.close()
    }

    @Test func waitingEndsWithTheTaskOrTheTime() async throws {
        let clock = RecordingClock()
        let pool = try await pool(1, clock: clock) { $1.acquireTimeout = .seconds(9) }
        let lease = try await pool.acquire()
        let timedOut = await #expect(throws: PostgresError.self) { try await pool.acquire() }
        #expect(timedOut?.kind == .timedOut)
        #expect(clock.sleeps == [.seconds(9)])
        await pool.release(lease)
        await pool.close()

        let patient = try await self.pool(1)
        let held = try await patient.acquire()
        let waiting = Task { try await patient.acquire() }
        try await waitUntil { patient.counts.waiting == 1 }
        waiting.cancel()
        let cancelled = await #expect(throws: PostgresError.self) { try await waiting.value }
        #expect(cancelled?.kind == .cancelled)
        #expect(patient.counts == (1, 0, 0))
        await patient.release(held)
        await patient.close()
    }

    @Test func closingWaitsForLeasesAndRefusesTheRest() async throws {
        let pool = try await pool(1)
        let lease = try await pool.acquire()
        let waiting = Task { try await pool.acquire() }
        try await waitUntil { pool.counts.waiting == 1 }
        let isClosed = Shared(false)
        let closing = Task {
            await pool.close()
            isClosed.change { $0 = true }
        }
        let refused = await #expect(throws: PostgresError.self) { try await waiting.value }
        #expect(refused?.kind == .closed)
        let late = await #expect(throws: PostgresError.self) { try await pool.acquire() }
        #expect(late?.kind == .closed)
        // The lease still works, and closing has not ended.
        #expect(try await lease.query("SELECT 1").value(Int.self) == 1)
        #expect(isClosed.value == false)
        await pool.release(lease)
        await closing.value
        #expect(await lease.transactionStatus == .unknown)
    }

    @Test func aServerThatCannotBeReachedIsTriedAgainThenGivesItsSlotBack() async throws {
        let clock = RecordingClock()
        let pool = try await pool(1, clock: clock) { configuration, options in
            configuration.conninfo = "host=/nowhere"
            options.backoff = Backoff(initial: .milliseconds(100), jitter: 0, attempts: 4)
        }
        for _ in 0..<2 {
            let error = await #expect(throws: PostgresError.self) { try await pool.acquire() }
            #expect(error?.kind == .connectFailed)
        }
        let round: [Duration] = [.milliseconds(100), .milliseconds(200), .milliseconds(400)]
        #expect(clock.sleeps == round + round)
        #expect(pool.counts == (0, 0, 0))
        await pool.close()
    }

    private func terminate(_ pid: Int32) async throws {
        try await withConnection(role: .superuser) { killer in
            try await killer.query("SELECT pg_terminate_backend($1, 10000)", [.int4(pid)])
        }
    }
}
