package import CanonicalJSON

/// What a run says at its end: as JSON for programs, as a table for people.
package struct LoadReport: Sendable {
    package var mix: Mix
    package var connections: Int
    package var depth: Int
    package var pace: Pace
    package var warmup: Duration
    package var tally: Tally
    /// Events that the watchers beside it were told.
    package var watched: Int
    package var watchers: Int
    /// Lives that came to their ends, where lives were led.
    package var lives: Int?
    /// Microseconds of processor time that the load generator took.
    package var processor: Int64

    package init(
        mix: Mix, connections: Int, depth: Int, pace: Pace, warmup: Duration, tally: Tally, watched: Int, watchers: Int,
        lives: Int?, processor: Int64
    ) {
        self.mix = mix
        self.connections = connections
        self.depth = depth
        self.pace = pace
        self.warmup = warmup
        self.tally = tally
        self.watched = watched
        self.watchers = watchers
        self.lives = lives
        self.processor = processor
    }

    /// From the end of the warm-up to the last answer.
    private var measured: Duration { max(tally.end - warmup, .microseconds(1)) }

    private var perSecond: Double { Double(tally.latencies.count - tally.unsent) * 1e9 / Double(measured.nanoseconds) }

    /// Times are in microseconds.
    package var object: JSONObject {
        var object: JSONObject = [
            "mix": .string(mix.rawValue), "connections": .integer(Int64(connections)), "depth": .integer(Int64(depth)),
            "loop": "closed", "operations": .integer(Int64(tally.latencies.count - tally.unsent)),
            "answered": .integer(Int64(tally.answered)), "refused": .integer(Int64(tally.refused)),
            "unsent": .integer(Int64(tally.unsent)), "measured": .integer(Int64(measured.nanoseconds / 1000)),
            "latency": .object(tally.latencies.summary), "processor": .integer(processor),
            "watchers": .integer(Int64(watchers)), "events_watched": .integer(Int64(watched)),
            "first_refusal": .optional(tally.firstRefusal),
        ]
        if case .open(let perSecond) = pace {
            object["loop"] = "open"
            object["rate"] = .integer(Int64(perSecond))
        }
        if let lives { object["lives"] = .integer(Int64(lives)) }
        if !tally.steps.isEmpty {
            object["steps"] = .object(
                JSONObject(tally.steps.map { JSONObject.Member(key: $0.key, value: .object($0.value.summary)) }))
        }
        return object
    }

    package var table: String {
        var lines = [row("", "requests", "a second", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "max ms")]
        lines.append(row(mix.rawValue, tally.latencies, String(Int(perSecond.rounded()))))
        for (step, latencies) in tally.steps.sorted(by: { $0.key < $1.key }) {
            lines.append(row("  " + step, latencies, ""))
        }
        var notes = ["\(tally.refused) refused", "\(tally.unsent) due but not sent"]
        if let lives { notes.append("\(lives) whole lives") }
        if watchers > 0 { notes.append("\(watched) events told to \(watchers) watchers") }
        lines.append(notes.joined(separator: ", "))
        if let refusal = tally.firstRefusal { lines.append("first refusal: \(refusal)") }
        return lines.joined(separator: "\n")
    }

    private func row(_ name: String, _ latencies: Latencies, _ perSecond: String) -> String {
        let times = [50, 90, 99, 99.9, 100].map { milliseconds(latencies.microseconds(at: $0)) }
        return row(name, String(latencies.count), perSecond, times[0], times[1], times[2], times[3], times[4])
    }

    private func row(_ name: String, _ cells: String...) -> String {
        let padded = cells.map { String(repeating: " ", count: max(11 - $0.count, 1)) + $0 }
        return name + String(repeating: " ", count: max(14 - name.count, 1)) + padded.joined()
    }

    /// With two decimals.
    private func milliseconds(_ microseconds: Int64) -> String {
        let hundredths = (microseconds + 5) / 10
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
