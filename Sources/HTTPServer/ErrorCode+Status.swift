import HTTPTypes
import LineProtocol

extension ErrorCode {
    /// The status of HTTP with which a request ends that has failed so: the one table of them.
    var status: HTTPResponse.Status {
        switch self {
        case .lineTooLong: .contentTooLarge
        case .controlCharacter, .invalidUTF8, .noTag, .tagInUse, .unfinishedLine: .badRequest
        case .unknownVerb: .notFound
        case .badArgument, .missingArgument, .extraArgument, .badJSON: .badRequest
        case .badField: .unprocessableContent
        case .unsupported: .notImplemented
        case .notLoggedIn, .badToken, .tokenExpired, .tokenRevoked, .unknownPeer: .unauthorized
        case .alreadyLoggedIn: .badRequest
        case .loginTimeout: .requestTimeout
        case .tooManyBeforeLogin, .tooManyOpen, .tooManyWatches: .tooManyRequests
        case .tooManyConnections, .busy, .shuttingDown, .cancelled: .serviceUnavailable
        case .slowReader: .requestTimeout
        case .answerTooLong: .badRequest
        case .notFound: .notFound
        case .forbidden: .forbidden
        case .forumClosed: .gone
        case .versionConflict: .preconditionFailed
        case .keyReused: .unprocessableContent
        case .keySpent: .conflict
        case .refused: .conflict
        case .badCursor: .badRequest
        case .cursorGone: .conflict
        case .recordDiverged: .internalServerError
        case .storeUnavailable, .effectUnknown: .serviceUnavailable
        case .internal: .internalServerError
        }
    }
}
