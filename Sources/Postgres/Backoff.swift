/// How long to wait between attempts, longer each time, and when to give up.
package struct Backoff: Equatable, Sendable {
    package var initial: Duration
    package var factor: Double
    package var maximum: Duration
    /// The share of each delay that is left to chance, 0 to 1, so that many clients do not come back at once.
    package var jitter: Double
    /// How often to try in all; nil is for ever.
    package var attempts: Int?

    package init(
        initial: Duration = .milliseconds(50), factor: Double = 2, maximum: Duration = .seconds(5),
        jitter: Double = 0.2,
        attempts: Int? = 6
    ) {
        self.initial = initial
        self.factor = factor
        self.maximum = maximum
        self.jitter = jitter
        self.attempts = attempts
    }

    /// The delay after failure number `failure`, counted from 1; `chance` is 0 to 1.
    package func delay(after failure: Int, chance: Double) -> Duration {
        var delay = initial
        for _ in 1..<max(failure, 1) {
            delay = min(delay * factor, maximum)
            if delay == maximum { break }
        }
        return min(delay, maximum) * (1 - jitter * chance)
    }

    /// Runs `body` until it succeeds, gives up, fails with anything but `connectFailed`, or the task is cancelled.
    func retry<Value: Sendable>(
        on clock: any Clock<Duration>, _ body: () async throws(PostgresError) -> Value
    ) async throws(PostgresError) -> Value {
        var failures = 0
        while true {
            do {
                return try await body()
            } catch {
                failures += 1
                let mayGoOn = attempts.map { failures < $0 } ?? true
                guard mayGoOn, case .connectFailed = error.kind else { throw error }
            }
            do {
                try await clock.sleep(for: delay(after: failures, chance: .random(in: 0...1)))
            } catch {
                throw PostgresError(.cancelled, "connecting was cancelled")
            }
        }
    }
}
