import Synchronization

/// A clock that moves only when somebody sleeps, by as long as that sleep would be; each one ends at once, is recorded, and runs what a
/// test wants to happen meanwhile.
final class HookClock: Clock {
    typealias Instant = ContinuousClock.Instant
    typealias Duration = Swift.Duration

    private let state = Mutex((now: ContinuousClock.now, sleeps: [Duration]()))
    private let hook: @Sendable (Int) async throws -> Void

    init(_ hook: @escaping @Sendable (Int) async throws -> Void = { _ in }) {
        self.hook = hook
    }

    var now: Instant { state.withLock { $0.now } }
    var minimumResolution: Duration { .zero }

    /// How long each sleep would have been.
    var sleeps: [Duration] { state.withLock { $0.sleeps } }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        let duration = now.duration(to: deadline)
        // The pool measures its patience with a minute-long sleep beside its work; that one must last.
        guard duration < .seconds(20) else { return try await ContinuousClock().sleep(for: duration) }
        let count = state.withLock {
            $0.now = max($0.now, deadline)
            $0.sleeps.append(duration)
            return $0.sleeps.count
        }
        try await hook(count)
    }
}
