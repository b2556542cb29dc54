package import CanonicalJSON
import Histogram

/// How long requests took: an HdrHistogram from a microsecond to an hour, exact to three digits.
package struct Latencies: Sendable {
    private var histogram = Histogram<UInt64>(
        lowestDiscernibleValue: 1000, highestTrackableValue: 3_600_000_000_000, numberOfSignificantValueDigits: .three)

    package init() {}

    package var count: Int { Int(histogram.totalCount) }

    package mutating func record(_ duration: Duration) {
        _ = histogram.record(min(max(duration.nanoseconds, 1000), histogram.highestTrackableValue))
    }

    package mutating func add(_ other: Latencies) { histogram.add(other.histogram) }

    /// What so many of a hundred requests did not exceed, in microseconds.
    package func microseconds(at percentile: Double) -> Int64 {
        count == 0 ? 0 : Int64(histogram.valueAtPercentile(percentile) / 1000)
    }

    /// Count, mean and percentiles, in microseconds.
    package var summary: JSONObject {
        [
            "count": .integer(Int64(count)), "mean": .integer(count == 0 ? 0 : Int64(histogram.mean / 1000)),
            "p50": .integer(microseconds(at: 50)), "p90": .integer(microseconds(at: 90)),
            "p99": .integer(microseconds(at: 99)), "p99.9": .integer(microseconds(at: 99.9)),
            "max": .integer(microseconds(at: 100)),
        ]
    }
}

extension Duration {
    /// Whole nanoseconds; none where it is negative.
    package var nanoseconds: UInt64 {
        let (seconds, rest) = components
        return seconds < 0 || rest < 0 ? 0 : UInt64(seconds) * 1_000_000_000 + UInt64(rest) / 1_000_000_000
    }
}
