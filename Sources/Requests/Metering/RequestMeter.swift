import LineProtocol
package import Metering
import Synchronization

/// Counts the requests that come through one door: how each ended, and how long it took.
package final class RequestMeter: Sendable {
    /// A moment of the clock that requests are timed by.
    package typealias Now = @Sendable () -> Duration

    private struct Ending: Hashable {
        let verb: Verb
        /// `ok`, or the code of the error.
        let outcome: String
    }

    private struct State {
        var endings: [Ending: UInt64] = [:]
        var times: [Verb: Histogram] = [:]
        var open = 0
    }

    /// The time by which requests are timed.
    let now: Now
    private let state = Mutex(State())

    package init(now: @escaping Now = RequestMeter.sinceStart) { self.now = now }

    package static let sinceStart: Now = {
        let start = ContinuousClock.now
        return { start.duration(to: .now) }
    }()

    /// Notes that a request is worked on.
    func begin() { state.withLock { $0.open += 1 } }

    /// Notes how it ended. A watch takes as long as somebody watches, so its time tells nothing.
    func end(_ verb: Verb, since start: Duration, _ failure: Failure?) {
        let took = (now() - start).inSeconds
        state.withLock { state in
            state.open -= 1
            state.endings[Ending(verb: verb, outcome: failure?.codeText ?? "ok"), default: 0] += 1
            if verb != .watch { state.times[verb, default: .seconds].add(took) }
        }
    }

    /// What was counted, each with the verb.
    package var figures: RequestFigures {
        state.withLock { state in
            RequestFigures(
                endings: state.endings.map { ($0.key.verb.rawValue, $0.key.outcome, $0.value) }
                    .sorted { ($0.verb, $0.outcome) < ($1.verb, $1.outcome) },
                times: state.times.map { ($0.key.rawValue, $0.value) }.sorted { $0.verb < $1.verb }, open: state.open)
        }
    }
}

/// What a ``RequestMeter`` counted.
package struct RequestFigures: Sendable {
    /// How many requests of a verb ended so: `ok`, or with the code of an error.
    package var endings: [(verb: String, outcome: String, count: UInt64)]
    /// How long the requests of a verb took, in seconds.
    package var times: [(verb: String, seconds: Histogram)]
    /// Requests that are open, watches among them.
    package var open: Int
}
