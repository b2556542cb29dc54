import CanonicalJSON
import LoadKit
import Testing

@Suite struct LatenciesTests {
    /// The percentiles of 1 to 10,000 milliseconds are known; the histogram tells them to three digits.
    @Test func percentilesAreExactToThreeDigits() {
        var latencies = Latencies()
        for milliseconds in 1...10_000 { latencies.record(.milliseconds(milliseconds)) }
        for percentile in [1.0, 50, 90, 99, 99.9] {
            let expected = percentile * 100 * 1000
            #expect(abs(Double(latencies.microseconds(at: percentile)) - expected) / expected < 0.001)
        }
        #expect(latencies.summary["count"] == 10_000)
    }

    @Test func twoPartsAreOneWhole() {
        var whole = Latencies()
        var parts = [Latencies(), Latencies()]
        for number in 1...5000 {
            whole.record(.microseconds(number * 7))
            parts[number % 2].record(.microseconds(number * 7))
        }
        parts[0].add(parts[1])
        #expect(parts[0].summary == whole.summary)
    }

    @Test func whatIsOutOfRangeCountsAsItsEnd() {
        var latencies = Latencies()
        latencies.record(.seconds(-1))
        latencies.record(.seconds(1_000_000))
        #expect(latencies.count == 2)
        #expect(latencies.microseconds(at: 50) <= 2)
        #expect(latencies.microseconds(at: 100) >= 3_590_000_000)
    }

    @Test func nothingMeasuredIsNothing() {
        #expect(Latencies().summary["p99"] == 0)
    }
}
