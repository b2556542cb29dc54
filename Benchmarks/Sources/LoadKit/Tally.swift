import CanonicalJSON
package import LineClient
import LineProtocol

/// What came of the requests of a run, or of a part of it.
package struct Tally: Sendable {
    /// Of the requests that were due after the warm-up.
    package private(set) var latencies = Latencies()
    /// The same by step, where a mix has several.
    package private(set) var steps: [String: Latencies] = [:]
    /// All requests that were answered, the warm-up's too.
    package private(set) var answered = 0
    package private(set) var refused = 0
    package private(set) var firstRefusal: String?
    /// Those of an open loop that could not be sent before the run was given up.
    package private(set) var unsent = 0
    /// When the last measured request was answered, after the start.
    package private(set) var end = Duration.zero
    /// The refs of what was drafted.
    package private(set) var refs: [String] = []

    package init() {}

    package mutating func note(
        _ answer: Answer, took: Duration, step: String? = nil, isMeasured: Bool, at moment: Duration
    ) {
        answered += 1
        switch answer.result {
        case .success(let object):
            if let ref = object["ref"]?.string, object["version"] == 1 { refs.append(ref) }
        case .failure(let failure):
            refused += 1
            if firstRefusal == nil { firstRefusal = failure.description }
        }
        guard isMeasured else { return }
        latencies.record(took)
        if let step { steps[step, default: Latencies()].record(took) }
        end = max(end, moment)
    }

    /// A request that was due and never sent, because those before it took too long.
    package mutating func miss(after wait: Duration) {
        unsent += 1
        latencies.record(wait)
    }

    package mutating func add(_ other: Tally) {
        latencies.add(other.latencies)
        steps.merge(other.steps) { mine, others in
            var both = mine
            both.add(others)
            return both
        }
        answered += other.answered
        refused += other.refused
        unsent += other.unsent
        firstRefusal = firstRefusal ?? other.firstRefusal
        end = max(end, other.end)
        refs += other.refs
    }
}
