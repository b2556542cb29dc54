import Postgres
import ProposalService

/// How often a batch was tried already, and whether it is tried again: a machine without clock or connection of its own.
struct BatchAttempts: Sendable {
    /// How often a connection may be lost.
    private static let losses = 1

    private let limit: Int
    private let pause: Backoff
    private var contentions = 0
    private var losses = 0

    init(limit: Int, pause: Backoff) {
        self.limit = limit
        self.pause = pause
    }

    enum Next: Equatable {
        case now
        case after(Duration)
        case never(StoreError)
    }

    /// An attempt left nothing written; `chance` is a number from 0 to 1.
    mutating func failed(_ failure: BatchFailure, chance: () -> Double) -> Next {
        switch failure {
        case .contended(let error):
            contentions += 1
            guard contentions < limit else { return .never(BatchAttempts.contended(error)) }
            return .after(pause.delay(after: contentions, chance: chance()))
        case .lost(let error):
            losses += 1
            return losses > BatchAttempts.losses ? .never(StoreError(error)) : .now
        case .final(let error): return .never(error)
        }
    }

    /// Every attempt met somebody else.
    private static func contended(_ error: PostgresError) -> StoreError {
        error.sqlState == .uniqueViolation
            ? .rejected(error.description) : .unavailable("the batch could not get its locks: \(error)")
    }
}
