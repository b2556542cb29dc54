/// How many values were at most each of some bounds, and their sum, as Prometheus counts them.
package struct Histogram: Sendable, Hashable {
    /// Upper bounds, ascending; one above them all is understood.
    package let bounds: [Double]
    /// How many values fell between each bound and the one before it; the last, how many were above all bounds.
    package private(set) var counts: [UInt64]
    /// The sum of all values.
    package private(set) var sum = 0.0

    package init(_ bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    /// How many values there were.
    package var count: UInt64 { counts.reduce(0, +) }

    package mutating func add(_ value: Double) {
        counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
        sum += value
    }

    /// How long requests take: from half a millisecond to ten seconds.
    package static let seconds = Histogram([
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ])

    /// How many of something go together: powers of two up to 1024.
    package static let sizes = Histogram((0...10).map { Double(1 << $0) })
}

extension Duration {
    /// The duration as a number of seconds.
    package var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1_000_000_000_000_000_000
    }
}
