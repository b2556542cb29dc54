import Postgres
import ProposalService

extension StoreError {
    /// What a failure means to the service, where nothing of a write can have taken effect.
    init(_ error: PostgresError) {
        switch error.kind {
        case .server where !error.mayPass: self = .rejected(error.description)
        case .encoding: self = .rejected(error.description)
        case .decoding: self = .corrupt(error.description)
        case .server, .connectionLost, .connectFailed, .timedOut, .closed, .cancelled:
            self = .unavailable(error.description)
        }
    }
}
