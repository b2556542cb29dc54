import Synchronization

/// How many of something may be open at a time: of one account, and of all together.
final class AccountRoom: Sendable {
    private let most: (account: Int, all: Int)
    private let open = Mutex<[String: Int]>([:])

    init(account: Int, all: Int) { most = (account, all) }

    /// Whether there is room for one more of an account; it is then taken until ``leave(_:)``.
    func enter(_ account: String) -> Bool {
        open.withLock { open in
            let (own, all) = (open[account] ?? 0, open.values.reduce(0, +))
            guard own < most.account, all < most.all else { return false }
            open[account] = own + 1
            return true
        }
    }

    func leave(_ account: String) {
        open.withLock { open in
            let own = (open[account] ?? 1) - 1
            open[account] = own > 0 ? own : nil
        }
    }
}
