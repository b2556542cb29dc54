/// Every code that an `ERR` reply or a `BYE` notice carries; what each one means stands in ``entry``.
package enum ErrorCode: String, CaseIterable, Hashable, Sendable, CustomStringConvertible {
    // Framing: the connection closes.
    case lineTooLong = "LINE_TOO_LONG"
    case controlCharacter = "CONTROL_CHARACTER"
    case invalidUTF8 = "INVALID_UTF8"
    case noTag = "NO_TAG"
    case tagInUse = "TAG_IN_USE"
    case unfinishedLine = "UNFINISHED_LINE"

    // The request line.
    case unknownVerb = "UNKNOWN_VERB"
    case badArgument = "BAD_ARGUMENT"
    case missingArgument = "MISSING_ARGUMENT"
    case extraArgument = "EXTRA_ARGUMENT"
    case badJSON = "BAD_JSON"
    case badField = "BAD_FIELD"
    case unsupported = "UNSUPPORTED"

    // Login.
    case notLoggedIn = "NOT_LOGGED_IN"
    case alreadyLoggedIn = "ALREADY_LOGGED_IN"
    case badToken = "BAD_TOKEN"
    case tokenExpired = "TOKEN_EXPIRED"
    case tokenRevoked = "TOKEN_REVOKED"
    case unknownPeer = "UNKNOWN_PEER"
    case loginTimeout = "LOGIN_TIMEOUT"
    case tooManyBeforeLogin = "TOO_MANY_BEFORE_LOGIN"

    // Load and the life of a connection.
    case tooManyOpen = "TOO_MANY_OPEN"
    case tooManyWatches = "TOO_MANY_WATCHES"
    case tooManyConnections = "TOO_MANY_CONNECTIONS"
    case busy = "BUSY"
    case slowReader = "SLOW_READER"
    case shuttingDown = "SHUTTING_DOWN"
    case cancelled = "CANCELLED"
    case answerTooLong = "ANSWER_TOO_LONG"

    // The business.
    case notFound = "NOT_FOUND"
    case forbidden = "FORBIDDEN"
    case forumClosed = "FORUM_CLOSED"
    case versionConflict = "VERSION_CONFLICT"
    case keyReused = "KEY_REUSED"
    case keySpent = "KEY_SPENT"
    case refused = "REFUSED"

    // Watching.
    case badCursor = "BAD_CURSOR"
    case cursorGone = "CURSOR_GONE"
    case recordDiverged = "RECORD_DIVERGED"

    // The server and its store.
    case storeUnavailable = "STORE_UNAVAILABLE"
    case effectUnknown = "EFFECT_UNKNOWN"
    case `internal` = "INTERNAL"

    package var description: String { rawValue }
}
