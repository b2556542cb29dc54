package import CivilTime
import Glibc

/// A clock as a session sees it: the time since the clock was taken, a way to wait, and the date. Tests bring their own.
package struct TimeSource: Sendable {
    /// The time since this source was made.
    package let now: @Sendable () -> Duration
    /// Waits until that time; throws when cancelled.
    package let sleep: @Sendable (Duration) async throws -> Void

    /// What a PING is answered.
    package let date: @Sendable () -> Instant

    package init<C: Clock>(_ clock: C, date: @escaping @Sendable () -> Instant = TimeSource.today)
    where C.Duration == Duration {
        let origin = clock.now
        now = { origin.duration(to: clock.now) }
        self.date = date
        sleep = { try await clock.sleep(until: origin.advanced(by: $0), tolerance: nil) }
    }

    /// The date on the machine's clock.
    package static func today() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
