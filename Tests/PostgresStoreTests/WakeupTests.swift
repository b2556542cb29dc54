import Postgres
import ProposalService
import Proposals
import TestSupport
import Testing

@testable import PostgresStore

@Suite struct WakeupTests {
    @Test func aCommitWakesReadersOfOtherStores() async throws {
        let fixture = try await StoreFixture.make()
        try await fixture.open("other", prefix: "OTHER")
        let reader = PostgresStore(fixture.database.configuration(), options: .patient)
        var wakeups = reader.wakeups().makeAsyncIterator()
        // When it begins to listen, every forum may have grown.
        var names: Set<String?> = [await wakeups.next(), await wakeups.next()]
        #expect(names == ["demo", "other"])
        _ = try await fixture.draft(["OTHER-2026-0001"], forum: "other")
        // Late words of the opening may still come in between.
        repeat { names = [await wakeups.next()] } while names == ["demo"]
        #expect(names == ["other"])
        await reader.close()
        await fixture.store.close()
    }

    @Test func listeningComesBackAfterALostConnection() async throws {
        let fixture = try await StoreFixture.make()
        var wakeups = fixture.store.wakeups().makeAsyncIterator()
        #expect(await wakeups.next() == "demo")
        try await fixture.script(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND query LIKE 'LISTEN%'
            """)
        #expect(await wakeups.next() == "demo")
        await fixture.store.close()
        #expect(await wakeups.next() == nil)
    }

    @Test func anEmptyBatchWakesNobody() async throws {
        let fixture = try await StoreFixture.make(opened: false)
        let reader = try await fixture.database.connect()
        try await reader.listen(to: "chancery")
        _ = try await fixture.store.write(TestForum.plan()) { _ in BatchWrites() }
        try await fixture.open()
        let heard = try await reader.nextNotifications()
        #expect(heard.map(\.payload) == ["demo"])
        await fixture.store.close()
        await reader.close()
    }

    @Test func closingWaitsForWhatIsUnderWayAndRefusesTheRest() async throws {
        let fixture = try await StoreFixture.make()
        let streams = try await fixture.draft(["DEMO-2026-0001"])
        var stream = streams[0]
        var writes = BatchWrites(events: [stream.note()])
        writes.proposals = [stream.projection(since: 1)]
        let note = writes
        let started = AsyncStream.makeStream(of: Void.self)
        async let batch = fixture.store.write(TestForum.plan([stream.name: 1])) { _ in
            started.continuation.finish()
            return note
        }
        for await _ in started.stream {}
        await fixture.store.close()
        #expect(try await batch.firstPosition == 3)
        await #expect(throws: StoreError.self) { try await fixture.store.recordLength(forum: "demo") }
        #expect(await fixture.store.wakeups().first { _ in true } == nil)
    }
}
