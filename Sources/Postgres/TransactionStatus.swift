/// Where a session stands between two round trips.
package enum TransactionStatus: Equatable, Sendable {
    /// No transaction is open.
    case idle
    /// A transaction is open and its statements succeeded so far.
    case open
    /// A transaction is open and failed: it can only be rolled back.
    case failed
    /// A statement is running.
    case active
    /// The connection is gone.
    case unknown
}
