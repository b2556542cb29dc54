import Record
import Synchronization

/// Counts what happens at logins, by address, by what was tried and by account, so that nobody tries tokens in a row.
final class LoginAttempts: Sendable {
    /// What is counted.
    enum Kind: Hashable, Sendable {
        /// Refused logins of an address.
        case address(String)
        /// Refused logins by one token, or by one person of a provider, from wherever: the name is not the secret.
        case login(String)
        /// Logins to an account that succeeded.
        case account(String)
        /// Logins that an address began at a provider; many people may have one address.
        case begun(String)

        /// How many of them there may be in ``LoginAttempts/period``, after which it is waited for the next.
        var most: Int {
            switch self {
            case .address, .login: 20
            case .account: 60
            case .begun: 200
            }
        }
    }

    private struct Row {
        var count = 0
        var since: ContinuousClock.Instant
    }

    private static let period: Duration = .seconds(60)
    private static let mostRows = 10_000
    private let now: @Sendable () -> ContinuousClock.Instant
    private let rows = Mutex<[Kind: Row]>([:])

    init(now: @escaping @Sendable () -> ContinuousClock.Instant) { self.now = now }

    /// What a token is counted under.
    static func name(ofToken token: String) -> Kind { .login(Digest.sha256(Array(token.utf8)).hex) }

    func isTooMany(_ kinds: Kind...) -> Bool {
        let now = now()
        return rows.withLock { rows in
            var isTooMany = false
            for kind in kinds {
                guard let row = rows[kind] else { continue }
                if row.since.duration(to: now) > LoginAttempts.period {
                    rows[kind] = nil
                } else if row.count >= kind.most {
                    isTooMany = true
                }
            }
            return isTooMany
        }
    }

    func count(_ kinds: Kind...) {
        let now = now()
        rows.withLock { rows in
            if rows.count + kinds.count > LoginAttempts.mostRows {
                rows = rows.filter { $0.value.since.duration(to: now) <= LoginAttempts.period }
                if rows.count + kinds.count > LoginAttempts.mostRows { rows.removeAll() }
            }
            for kind in kinds {
                var row = rows[kind] ?? Row(since: now)
                if row.since.duration(to: now) > LoginAttempts.period { row = Row(since: now) }
                row.count += 1
                rows[kind] = row
            }
        }
    }
}
