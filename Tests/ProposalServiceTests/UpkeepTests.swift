import Lifecycle
import Postgres
import PostgresStore
import Proposals
import Synchronization
import TestSupport
import TestTime
import Testing

@testable import ProposalService

/// What a server does by itself, at a pace that the test sets.
@Suite struct UpkeepTests {
    /// Sleeps that end at each tick, and by an error at the end.
    private final class Pace: Sendable {
        private let state = Mutex((waiting: [CheckedContinuation<Void, any Error>](), isEnded: false))

        func pass() async throws {
            try await withCheckedThrowingContinuation { continuation in
                let isEnded = state.withLock { state in
                    if !state.isEnded { state.waiting.append(continuation) }
                    return state.isEnded
                }
                if isEnded { continuation.resume(throwing: CancellationError()) }
            }
        }

        var waiting: Int { state.withLock { $0.waiting.count } }

        func tick() {
            for continuation in take(isEnd: false) { continuation.resume() }
        }

        func end() {
            for continuation in take(isEnd: true) { continuation.resume(throwing: CancellationError()) }
        }

        private func take(isEnd: Bool) -> [CheckedContinuation<Void, any Error>] {
            state.withLock { state in
                state.isEnded = isEnd
                defer { state.waiting = [] }
                return state.waiting
            }
        }
    }

    @Test(.timeLimit(.minutes(60))) func whoeverWatchesLooksAgainAtEveryInterval() async throws {
        let fixture = try await ServiceFixture.make()
        let pace = Pace()
        // No commit tells of this forum.
        var watcher = fixture.service.upkeep.wakeups.subscribe("unheard").makeAsyncIterator()
        let upkeep = Task { await fixture.service.run { _ in try await pace.pass() } }
        for _ in 0..<3 {
            // Signing, polling and storing refusals each wait for the next interval.
            try await waitUntil { pace.waiting >= 3 }
            pace.tick()
            #expect(await watcher.next() != nil)
        }
        pace.end()
        upkeep.cancel()
        await upkeep.value
    }

    @Test(.timeLimit(.minutes(60))) func whatAnotherServerOpensBecomesKnown() async throws {
        let fixture = try await ServiceFixture.make()
        let pace = Pace()
        let upkeep = Task { await fixture.service.run { _ in try await pace.pass() } }
        var settings = ServiceFixture.settings
        settings.refPrefix = "SECOND"
        let opening = WriteRequest(work: .registry(forum: "second", .command(.setForum(settings))), body: [])
        _ = try await fixture.secondService().submit(opening, fixture.admin).value.get()
        try await waitUntil {
            fixture.service.records.forums.knows("second")
        } meanwhile: {
            if pace.waiting == 3 { pace.tick() }
        }
        pace.end()
        upkeep.cancel()
        await upkeep.value
    }

    @Test(.timeLimit(.minutes(60))) func nothingWaitsForRefusalsToBeStored() async throws {
        let forum = try await LivingForum.make()
        let pace = Pace()
        var watcher = forum.service.upkeep.wakeups.subscribe("unheard").makeAsyncIterator()
        let blocker = try await forum.fixture.database.connect(role: .superuser)
        try await blocker.runScript(
            "BEGIN; SELECT pg_advisory_xact_lock(74200028, hashtext('\(LivingForum.name)'))")
        let ref = try await forum.draft(title: "Rivers")
        let note = Command.note("N", decidedAt: nil)
        #expect(try await forum.outcome(Office(role: "auditor"), ref, note).code == .forbidden)
        let upkeep = Task { await forum.service.run { _ in try await pace.pass() } }
        try await waitUntil { pace.waiting >= 3 }
        pace.tick()
        #expect(await watcher.next() != nil)
        let waiting = "SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 74200028 AND NOT granted"
        try await waitUntil { try await !blocker.query(waiting).isEmpty }
        for _ in 0..<3 {
            // Whoever polls has looked for passed deadlines, and waits for the next interval.
            try await waitUntil { pace.waiting >= 2 }
            pace.tick()
            #expect(await watcher.next() != nil)
        }
        #expect(try await !blocker.query(waiting).isEmpty, "refusals wait still")
        try await blocker.runScript("ROLLBACK")
        try await waitUntil { try await !blocker.query("SELECT FROM refusal").isEmpty }
        pace.end()
        upkeep.cancel()
        await upkeep.value
    }
}
