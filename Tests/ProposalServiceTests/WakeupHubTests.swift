import TestTime
import Testing

@testable import ProposalService

/// Whoever watches a forum hears that its record grew, however often that was, and nobody else's.
@Suite struct WakeupHubTests {
    /// How often a stream that has ended was heard before.
    private func count(_ stream: AsyncStream<Void>) async -> Int {
        var count = 0
        for await _ in stream { count += 1 }
        return count
    }

    @Test func aWakeUpReachesEveryWatcherOfItsForum() async {
        let hub = WakeupHub()
        let (first, second, other) = (hub.subscribe("mini"), hub.subscribe("mini"), hub.subscribe("asem"))
        hub.wake("mini")
        hub.finish()
        #expect(await count(first) == 1)
        #expect(await count(second) == 1)
        #expect(await count(other) == 0)
    }

    /// It says that there is something, not how much: a slow watcher costs nothing.
    @Test func whatWasNotHeardYetIsHeardOnce() async {
        let hub = WakeupHub()
        let stream = hub.subscribe("mini")
        for _ in 0..<1000 { hub.wake("mini") }
        hub.finish()
        #expect(await count(stream) == 1)
    }

    @Test func afterItWasHeardTheNextIsHeardAgain() async {
        let hub = WakeupHub()
        var watcher = hub.subscribe("mini").makeAsyncIterator()
        for _ in 0..<3 {
            hub.wake("mini")
            #expect(await watcher.next() != nil)
        }
        hub.finish()
        #expect(await watcher.next() == nil)
    }

    @Test func whoWaitsIsWoken() async {
        let hub = WakeupHub()
        let stream = hub.subscribe("mini")
        let waiting = Task {
            for await _ in stream { return true }
            return false
        }
        hub.wake("mini")
        #expect(await waiting.value)
    }

    @Test func pollingWakesEverybody() async {
        let hub = WakeupHub()
        let streams = ["mini", "asem", "server"].map { hub.subscribe($0) }
        hub.wakeAll()
        hub.finish()
        for stream in streams { #expect(await count(stream) == 1) }
    }

    @Test func whoLeftIsForgotten() async throws {
        let hub = WakeupHub()
        let leaving = Task { for await _ in hub.subscribe("mini") {} }
        try await waitUntil { hub.watchers(of: "mini") > 0 }
        let stays = hub.subscribe("mini")
        leaving.cancel()
        await leaving.value
        #expect(hub.watchers(of: "mini") == 1)
        hub.wake("mini")
        hub.finish()
        #expect(await count(stays) == 1)
        #expect(hub.watchers(of: "mini") == 0)
    }

    @Test func whoComesAfterTheEndIsSentAway() async {
        let hub = WakeupHub()
        hub.finish()
        #expect(await count(hub.subscribe("mini")) == 0)
        hub.wake("mini")
        hub.wakeAll()
        #expect(hub.watchers(of: "mini") == 0)
    }
}
