import CanonicalJSON
import LineClient
import LineProtocol
import LoadKit
import Testing

@Suite struct PaceTests {
    @Test func anOpenLoopSpreadsItsRequestsEvenly() {
        let pace = Pace.open(perSecond: 250)
        #expect(pace.due(0) == .zero)
        #expect(pace.due(1) == .milliseconds(4))
        #expect(pace.due(250) == .seconds(1))
        #expect(pace.count(before: .seconds(2)) == 500)
    }

    @Test func aClosedLoopHasNoTimesOfItsOwn() {
        #expect(Pace.closed.due(7) == nil)
        #expect(Pace.closed.count(before: .seconds(2)) == nil)
    }

    /// A server that answered 100 requests in a millisecond each, then stopped for 9 seconds, is charged for the 900 that were due.
    @Test func whatWasDueAndNeverSentCounts() {
        let run = LoadRun(
            depth: 1, pace: .open(perSecond: 100), warmup: .zero, length: .seconds(10), count: nil, seed: 1)
        var tally = Tally()
        let answer = Answer(rows: [], result: .success([:]))
        for _ in 0..<100 { tally.note(answer, took: .milliseconds(1), isMeasured: true, at: .seconds(1)) }
        run.missed(100, until: .seconds(10), &tally)
        #expect(tally.unsent == 900)
        #expect(tally.latencies.count == 1000)
        #expect(tally.latencies.microseconds(at: 10) < 1100)
        #expect((4_400_000...4_600_000).contains(tally.latencies.microseconds(at: 55)))
        #expect(tally.latencies.microseconds(at: 99.9) > 8_900_000)
    }

    @Test func theWarmUpIsNotMeasured() {
        let run = LoadRun(
            depth: 1, pace: .open(perSecond: 10), warmup: .seconds(5), length: .seconds(5), count: nil, seed: 1)
        var tally = Tally()
        run.missed(0, until: .seconds(10), &tally)
        #expect(tally.unsent == 50)
    }
}
