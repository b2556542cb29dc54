import CanonicalJSON
import LineProtocol
import ProposalService

extension Failure {
    /// A failure of the service as a line says it; what the operator should know of is reported. Who went away while waiting for the
    /// database says nothing about it.
    init(
        _ failure: ServiceFailure, of request: Request, by account: String?, _ report: ServiceGateway.Report,
        codes: Bool = false
    ) {
        self = Failure(failure, codes: codes).told(of: request)
        switch failure.code {
        case .storeUnavailable where Task.isCancelled: break
        case .internalError, .rejected, .storeUnavailable, .effectUnknown, .recordDiverged:
            if let code { report(code, failure.message, account, request.verb) }
        case .badToken, .tokenExpired, .tokenRevoked, .notLoggedIn, .unknownPeer, .badField, .missing, .extra,
            .unsupported,
            .notFound, .forbidden, .forumClosed, .refused, .versionConflict, .keyReused, .keySpent, .badCursor,
            .cursorGone,
            .busy, .shuttingDown:
            break
        }
    }

    /// A failure of the service as a line says it.
    ///
    /// - Parameter codes: whether what is not met is told without words as well.
    init(_ failure: ServiceFailure, codes: Bool = false) {
        var details = failure.details
        if !failure.unmet.isEmpty {
            details["unmet"] = .array(failure.unmet.map { .object(JudgedRequirement($0, codes: codes).object) })
        }
        self.init(
            ErrorCode(failure.code), failure.message, details: details,
            effect: failure.code == .rejected ? Effect.none : nil)
    }
}

extension ErrorCode {
    /// What a code of the service is called in a line. Exhaustive on purpose: each is one of the registry.
    init(_ code: ServiceFailure.Code) {
        self =
            switch code {
            case .badToken: .badToken
            case .tokenExpired: .tokenExpired
            case .tokenRevoked: .tokenRevoked
            case .notLoggedIn: .notLoggedIn
            case .unknownPeer: .unknownPeer
            case .badField: .badField
            case .missing: .missingArgument
            case .extra: .extraArgument
            case .unsupported: .unsupported
            case .notFound: .notFound
            case .forbidden: .forbidden
            case .forumClosed: .forumClosed
            case .refused: .refused
            case .versionConflict: .versionConflict
            case .keyReused: .keyReused
            case .keySpent: .keySpent
            case .badCursor: .badCursor
            case .cursorGone: .cursorGone
            case .recordDiverged: .recordDiverged
            case .busy: .busy
            case .shuttingDown: .shuttingDown
            case .storeUnavailable: .storeUnavailable
            case .effectUnknown: .effectUnknown
            case .internalError, .rejected: .internal
            }
    }
}
