import Postgres
import ProposalService

/// Why an attempt at a batch left nothing written.
enum BatchFailure: Error, Equatable {
    /// Others were in the way.
    case contended(PostgresError)
    /// The connection was lost before COMMIT took effect.
    case lost(PostgresError)
    /// It would not go better another time.
    case final(StoreError)

    /// The failure of an attempt that may succeed another time.
    var passing: PostgresError? {
        switch self {
        case .contended(let error), .lost(let error): error
        case .final: nil
        }
    }

    /// What a trip that failed says; one whose COMMIT may have taken effect is ``LostCommit``'s matter.
    init(_ error: PostgresError) {
        // Two servers that open one forum, or answer one key, meet at a unique index: the second one decides again.
        if error.isRetryable || error.sqlState == .uniqueViolation {
            self = .contended(error)
        } else if error.isConnectionFailure || error.server?.endsSession == true {
            self = .lost(error)
        } else {
            self = .final(StoreError(error))
        }
    }
}
