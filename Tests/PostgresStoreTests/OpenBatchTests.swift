import Postgres
import ProposalService
import Proposals
import Synchronization
import TestSupport
import Testing

@testable import PostgresStore

/// A batch between its two trips: it holds one connection and its locks, and gives both up however it ends.
@Suite struct OpenBatchTests {
    /// With one connection: whoever keeps it keeps everybody.
    private func setUp(
        clock: any Clock<Duration> = ContinuousClock()
    ) async throws -> (StoreFixture, TestStream, BatchWrites) {
        let fixture = try await StoreFixture.make(clock: clock) {
            $0.connections = 1
            $0.lockTimeout = .seconds(60)
        }
        let stream = try await fixture.draft(["DEMO-2026-0001"])[0]
        var next = stream
        var writes = BatchWrites(events: [next.note()])
        writes.proposals = [next.projection(since: 1)]
        return (fixture, stream, writes)
    }

    private func noted(_ fixture: StoreFixture, _ stream: TestStream) async throws -> Bool {
        #expect(fixture.store.pool.counts.leased == 0)
        return try await fixture.store.load([StreamCursor(forum: "demo", stream: stream.name, after: 1)])
            .events[0].count == 1
    }

    /// Nil where it was begun again.
    private func committed(_ outcome: consuming CommitOutcome) -> CommittedBatch? {
        switch outcome {
        case .committed(let batch): batch
        case .begunAgain: nil
        }
    }

    @Test func itHoldsItsLocksUntilItIsCommitted() async throws {
        let (fixture, stream, writes) = try await setUp()
        let batch = try await fixture.store.begin(TestForum.plan([stream.name: 0]))
        #expect(batch.loaded.proposals[stream.name]?.count == 1)
        #expect(fixture.store.pool.counts.leased == 1)
        await #expect {
            try await fixture.script("SET lock_timeout = 20; SELECT FROM proposal FOR UPDATE")
        } throws: { error in
            (error as? PostgresError)?.sqlState == .lockNotAvailable
        }
        let committed = try await committed(batch.commit(writes))
        #expect(committed?.firstPosition == 3)
        #expect(try await noted(fixture, stream))
        try await fixture.script("SET lock_timeout = 20; SELECT FROM proposal FOR UPDATE")
    }

    /// The registry that it decides by stays as it is meanwhile, and nobody else gives out numbers.
    @Test func itHoldsTheRegistryAndTheNumbers() async throws {
        let (fixture, _, _) = try await setUp()
        let batch = try await fixture.store.begin(TestForum.plan(drafts: true))
        for table in ["forum", "forum_head"] {
            await #expect("\(table)") {
                try await fixture.script("SET lock_timeout = 20; SELECT FROM \(table) FOR UPDATE")
            } throws: { error in
                (error as? PostgresError)?.sqlState == .lockNotAvailable
            }
        }
        // Others may decide by the same registry.
        try await fixture.script("SET lock_timeout = 20; SELECT FROM forum FOR SHARE")
        await batch.abandon()
        for table in ["forum", "forum_head"] {
            try await fixture.script("SET lock_timeout = 20; SELECT FROM \(table) FOR UPDATE")
        }
    }

    @Test func abandonedItWritesNothingAndGivesItsConnectionBack() async throws {
        let (fixture, stream, _) = try await setUp()
        let batch = try await fixture.store.begin(TestForum.plan([stream.name: 1]))
        await batch.abandon()
        #expect(try await !noted(fixture, stream))
        try await fixture.script("SET lock_timeout = 20; SELECT FROM proposal FOR UPDATE")
    }

    @Test func droppedItGivesItsConnectionBackAllTheSame() async throws {
        let (fixture, stream, writes) = try await setUp()
        do { _ = try await fixture.store.begin(TestForum.plan([stream.name: 1])) }
        // Waits for the one connection.
        try await fixture.store.write(TestForum.plan([stream.name: 1])) { _ in writes }
        #expect(try await noted(fixture, stream))
    }

    @Test func whatCannotBeSentGivesItsConnectionBack() async throws {
        let (fixture, stream, writes) = try await setUp()
        var broken = writes
        broken.proposals[0].lastDigest = "none"
        let batch = try await fixture.store.begin(TestForum.plan([stream.name: 1]))
        do {
            _ = try await batch.commit(broken)
            Issue.record("no digest, and committed")
        } catch {
            guard case .rejected = error else { throw error }
        }
        #expect(try await !noted(fixture, stream))
    }

    @Test func cancelledBetweenTheTripsItIsCommittedAllTheSame() async throws {
        let (fixture, stream, writes) = try await setUp()
        let committed = try await Task {
            let batch = try await fixture.store.begin(TestForum.plan([stream.name: 1]))
            withUnsafeCurrentTask { $0?.cancel() }
            return try await self.committed(batch.commit(writes))
        }.value
        #expect(committed?.firstPosition == 3)
        #expect(try await noted(fixture, stream))
    }

    @Test func cancelledInThePauseItIsGivenUp() async throws {
        let clock = HookClock { _ in withUnsafeCurrentTask { $0?.cancel() } }
        let (fixture, stream, writes) = try await setUp(clock: clock)
        var stale = writes
        stale.proposals[0].versionBefore = 7
        let late = stale
        // The task is cancelled while it pauses, and finds out when it asks for a connection again.
        let failure = await Task { () -> (any Error)? in
            do { try await fixture.store.write(TestForum.plan([stream.name: 1])) { _ in late } } catch { return error }
            return nil
        }.value
        guard case .unavailable? = failure as? StoreError else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(clock.sleeps.count == 1)
        #expect(try await !noted(fixture, stream))
    }

    @Test func begunAgainItIsLoadedAgain() async throws {
        let (fixture, stream, writes) = try await setUp(clock: HookClock())
        var stale = writes
        stale.proposals[0].versionBefore = 7
        let batch = try await fixture.store.begin(TestForum.plan([stream.name: 0]))
        switch try await batch.commit(stale) {
        case .committed: Issue.record("the row is not of that version")
        case .begunAgain(let again):
            #expect(again.loaded.proposals[stream.name]?.count == 1)
            #expect(fixture.store.pool.counts.leased == 1)
            let committed = try await committed(again.commit(writes))
            #expect(committed?.firstPosition == 3)
        }
        #expect(try await noted(fixture, stream))
    }
}
