import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import LineClient

/// A long answer may take as long as it takes; silence may not.
@Suite struct SilenceLimitTests {
    @Test func eachLineStartsTheWaitAnew() {
        let loop = EmbeddedEventLoop()
        let acts = Mutex(0)
        let limit = SilenceLimit(.seconds(60), on: loop) { acts.withLock { $0 += 1 } }
        for _ in 0..<10 {
            loop.advanceTime(by: .seconds(59))
            limit.heard()
        }
        loop.advanceTime(by: .seconds(59))
        #expect(acts.withLock { $0 } == 0)
        loop.advanceTime(by: .seconds(1))
        #expect(acts.withLock { $0 } == 1)
    }

    @Test func whatHasEndedIsNotWaitedFor() {
        let loop = EmbeddedEventLoop()
        let acts = Mutex(0)
        let limit = SilenceLimit(.seconds(60), on: loop) { acts.withLock { $0 += 1 } }
        loop.advanceTime(by: .seconds(30))
        limit.heard()
        limit.end()
        loop.advanceTime(by: .seconds(600))
        #expect(acts.withLock { $0 } == 0)
    }
}
