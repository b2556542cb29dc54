import Proposals
import Synchronization
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
            // Signing and polling each wait for the next interval.
            while pace.waiting < 2 { await Task.yield() }
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
        while !fixture.service.records.forums.knows("second") {
            await Task.yield()
            if pace.waiting == 2 { pace.tick() }
        }
        pace.end()
        upkeep.cancel()
        await upkeep.value
    }
}
