import Synchronization

/// A clock whose sleeps end at once; each one is recorded, and runs what a test wants to happen meanwhile.
final class HookClock: Clock {
    typealias Instant = ContinuousClock.Instant
    typealias Duration = Swift.Duration

    private let state = Mutex<[Duration]>([])
    private let hook: @Sendable (Int) async throws -> Void

    init(_ hook: @escaping @Sendable (Int) async throws -> Void = { _ in }) {
        self.hook = hook
    }

    var now: Instant { ContinuousClock.now }
    var minimumResolution: Duration { .zero }

    /// How long each sleep would have been.
    var sleeps: [Duration] { state.withLock { $0 } }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        let duration = ContinuousClock.now.duration(to: deadline)
        // The pool measures its patience with a minute-long sleep beside its work; that one must last.
        guard duration < .seconds(20) else { return try await ContinuousClock().sleep(until: deadline) }
        let count = state.withLock {
            $0.append(duration)
            return $0.count
        }
        try await hook(count)
    }
}
