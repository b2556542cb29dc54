/// A clock as a session sees it: the time since the clock was taken, and a way to wait. Tests bring their own.
package struct TimeSource: Sendable {
    /// The time since this source was made.
    package let now: @Sendable () -> Duration
    /// Waits until that time; throws when cancelled.
    package let sleep: @Sendable (Duration) async throws -> Void

    package init<C: Clock>(_ clock: C) where C.Duration == Duration {
        let origin = clock.now
        now = { origin.duration(to: clock.now) }
        sleep = { try await clock.sleep(until: origin.advanced(by: $0), tolerance: nil) }
    }
}
