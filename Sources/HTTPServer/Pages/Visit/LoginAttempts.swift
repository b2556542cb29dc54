import Synchronization

/// Counts refused logins by address, so that nobody tries tokens in a row.
final class LoginAttempts: Sendable {
    private struct Row {
        var refused = 0
        var since: ContinuousClock.Instant
    }

    /// Refused logins of an address in ``period``, after which it waits for the next.
    static let most = 20
    private static let period: Duration = .seconds(60)
    private static let mostAddresses = 10_000
    private let rows = Mutex<[String: Row]>([:])

    func isTooMany(_ address: String) -> Bool {
        rows.withLock { rows in
            guard let row = rows[address] else { return false }
            if row.since.duration(to: .now) > LoginAttempts.period {
                rows[address] = nil
                return false
            }
            return row.refused >= LoginAttempts.most
        }
    }

    func refused(_ address: String) {
        rows.withLock { rows in
            if rows.count >= LoginAttempts.mostAddresses { rows.removeAll() }
            rows[address, default: Row(since: .now)].refused += 1
        }
    }
}
