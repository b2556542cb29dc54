import Postgres
import ProposalService
import Proposals
import Synchronization
import TestSupport
import Testing

@testable import PostgresStore

/// Batches that meet others at the same rows.
@Suite struct ContentionTests {
    @Test func aLockThatIsNotGivenUpMakesTheBatchUnavailable() async throws {
        let clock = HookClock()
        let fixture = try await StoreFixture.make(clock: clock) {
            $0.lockTimeout = .milliseconds(20)
            $0.attempts = 3
        }
        let stream = try await fixture.draft(["DEMO-2026-0001"])[0]
        let other = try await fixture.database.connect(role: .superuser)
        try await other.runScript("BEGIN; SELECT FROM proposal FOR UPDATE")
        await #expect {
            try await fixture.put([stream]) { $0.note() }
        } throws: { error in
            guard case .unavailable(let text) = error as? StoreError else { return false }
            return text.contains("55P03")
        }
        // Twice it paused, longer the second time, half of the share that is left to chance taken off.
        #expect(clock.sleeps.map { $0 > .milliseconds(1) } == [true, true])
        #expect(clock.sleeps[1] > clock.sleeps[0])
        try await other.runScript("ROLLBACK")
        _ = try await fixture.put([stream]) { $0.note() }
        await other.close()
    }

    /// A server that stops waits for a lock no longer than it takes to find it held.
    @Test func whoStopsDoesNotTryAgain() async throws {
        let clock = HookClock()
        let fixture = try await StoreFixture.make(clock: clock) { $0.lockTimeout = .milliseconds(20) }
        let stream = try await fixture.draft(["DEMO-2026-0001"])[0]
        let other = try await fixture.database.connect(role: .superuser)
        try await other.runScript("BEGIN; SELECT FROM proposal FOR UPDATE")
        fixture.store.hurry()
        await #expect {
            try await fixture.put([stream]) { $0.note() }
        } throws: { error in
            guard case .unavailable(let text) = error as? StoreError else { return false }
            return text.contains("the server stops") && text.contains("55P03")
        }
        #expect(clock.sleeps.isEmpty)
        try await other.runScript("ROLLBACK")
        _ = try await fixture.put([stream]) { $0.note() }
        await other.close()
    }

    @Test func aLockThatIsGivenUpInTimeIsOnlyADelay() async throws {
        let other = Mutex<PostgresConnection?>(nil)
        let clock = HookClock { _ in _ = try await other.withLock { $0 }?.runScript("ROLLBACK") }
        let fixture = try await StoreFixture.make(clock: clock) { $0.lockTimeout = .milliseconds(20) }
        let stream = try await fixture.draft(["DEMO-2026-0001"])[0]
        let connection = try await fixture.database.connect(role: .superuser)
        try await connection.runScript("BEGIN; SELECT FROM forum_head FOR UPDATE")
        other.withLock { $0 = connection }
        let after = try await fixture.put([stream]) { $0.note() }[0]
        #expect(clock.sleeps.count == 1)
        #expect(
            try await fixture.store.load([StreamCursor(forum: "demo", stream: stream.name, after: 1)])
                .events[0].map(\.sealed.digest) == [after.digest])
        await connection.close()
    }

    @Test func aDeadlockIsDecidedAgain() async throws {
        // Only the deadlock may end the wait, however slow the machine is.
        let fixture = try await StoreFixture.make { $0.lockTimeout = .seconds(60) }
        let stream = try await fixture.draft(["DEMO-2026-0001"])[0]
        let other = try await fixture.database.connect(role: .superuser)
        // Its own patience is longer, so that the store is the one that is told.
        try await other.runScript(
            "SET lock_timeout = 0; SET deadlock_timeout = '1min'; BEGIN; SELECT FROM forum_head FOR UPDATE")
        let decided = Mutex(0)
        let crossing = Mutex<Task<Void, any Error>?>(nil)
        var next = stream
        var writes = BatchWrites(events: [next.note()])
        writes.proposals = [next.projection(since: 1)]
        let note = writes
        let batch = try await fixture.store.write(TestForum.plan([stream.name: 1])) { _ in
            let count = decided.withLock {
                $0 += 1
                return $0
            }
            if count == 1 {
                crossing.withLock {
                    $0 = Task { _ = try await other.runScript("SELECT FROM proposal FOR UPDATE; COMMIT") }
                }
            }
            return note
        }
        try await crossing.withLock { $0 }?.value
        #expect(batch.firstPosition == 3)
        #expect(decided.withLock { $0 } == 2)
        await other.close()
    }

    @Test func aVersionThatChangedUnseenIsDecidedAgain() async throws {
        // Without the lock of the plan nothing keeps others away, so the row's version must.
        let fixture = try await StoreFixture.make { $0.attempts = 2 }
        let stream = try await fixture.draft(["DEMO-2026-0001"])[0]
        let moved = try await fixture.put([stream]) { $0.note() }[0]
        var writes = BatchWrites()
        writes.answers = [
            NewAnswer(
                key: RequestKey(key: "k", account: "a"), bodyDigest: Array(repeating: 0, count: 32), answer: nil,
                firstEvent: nil)
        ]
        var stale = moved.projection(since: 1)
        stale.state = "open"
        writes.proposals = [stale]
        let late = writes
        let decided = Mutex(0)
        await #expect {
            try await fixture.store.write(TestForum.plan()) { _ in
                decided.withLock { $0 += 1 }
                return late
            }
        } throws: { error in
            guard case .unavailable(let text) = error as? StoreError else { return false }
            return text.contains("40001")
        }
        #expect(decided.withLock { $0 } == 2)
    }

    @Test func aForumIsOpenedOnceHoweverManyTry() async throws {
        let fixture = try await StoreFixture.make(opened: false)
        try await withThrowingTaskGroup { group in
            for _ in 0..<4 {
                group.addTask {
                    _ = try await fixture.store.write(TestForum.registryPlan()) { batch in
                        guard batch.registries["demo"] == nil else { return BatchWrites() }
                        var registry = TestStream.registry()
                        return TestForum.opening(&registry)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await fixture.store.recordLength(forum: "demo") == 2)
        // Another forum with the same prefix has no chance, however often it is tried.
        await #expect {
            try await fixture.open("other")
        } throws: { error in
            guard case .rejected(let text) = error as? StoreError else { return false }
            return text.contains("forum_ref_prefix_key")
        }
    }

    @Test func twoStoresKeepPositionsAndRefsWithoutGaps() async throws {
        let fixture = try await StoreFixture.make()
        let second = PostgresStore(fixture.database.configuration(), options: .patient)
        try await withThrowingTaskGroup { group in
            for worker in 0..<8 {
                let store = worker.isMultiple(of: 2) ? fixture.store : second
                group.addTask { try await Self.work(store, rounds: 12) }
            }
            try await group.waitForAll()
        }
        let record = try await second.record(forum: "demo", after: -1, limit: 10_000)
        #expect(record.map(\.position) == Array(0..<Int64(record.count)))
        #expect(record.count == 2 + 8 * 12 * 2)
        let refs = try await second.list(ListQuery(forum: "demo", visibility: .everything, limit: 1000)).map(\.row)
        #expect(refs.map(\.ref) == (1...96).map { Self.ref($0) })
        #expect(refs.allSatisfy { $0.version == 2 && $0.state == "sent" })
        await second.close()
    }

    /// Drafts a proposal and moves it, over and over.
    private static func work(_ store: PostgresStore, rounds: Int) async throws {
        for _ in 0..<rounds {
            let drafted = Mutex<TestStream?>(nil)
            _ = try await store.write(TestForum.plan(drafts: true)) { batch in
                let number = (batch.refNumbers[2026] ?? 0) + 1
                var stream = TestStream(ref(number))
                var writes = BatchWrites(events: [stream.draft()])
                writes.proposals = [stream.projection(since: 0)]
                writes.texts[stream.name] = stream.newText()
                writes.refNumbers = [2026: number]
                drafted.withLock { $0 = stream }
                return writes
            }
            guard let stream = drafted.withLock({ $0 }) else { continue }
            _ = try await store.write(TestForum.plan([stream.name: 1])) { _ in
                var stream = stream
                var writes = BatchWrites(events: [stream.move("send", to: "sent")])
                writes.proposals = [stream.projection(since: 1)]
                return writes
            }
        }
    }

    private static func ref(_ number: Int) -> String {
        let digits = String(number)
        return "DEMO-2026-" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
