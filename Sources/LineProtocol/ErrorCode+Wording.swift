extension ErrorCode {
    /// Whether the words of the request are at fault, so that other words may do: what was asked was not understood.
    package var isOfWords: Bool {
        switch self {
        case .unknownVerb, .badArgument, .missingArgument, .extraArgument, .badJSON, .badField: true
        case .lineTooLong, .controlCharacter, .invalidUTF8, .noTag, .tagInUse, .unfinishedLine, .unsupported,
            .notLoggedIn, .alreadyLoggedIn, .badToken, .tokenExpired, .tokenRevoked, .unknownPeer, .loginTimeout,
            .tooManyBeforeLogin, .tooManyOpen, .tooManyWatches, .tooManyConnections, .busy, .slowReader,
            .shuttingDown, .cancelled, .answerTooLong, .notFound, .forbidden, .forumClosed, .versionConflict,
            .keyReused, .keySpent, .refused, .badCursor, .cursorGone, .recordDiverged, .storeUnavailable,
            .effectUnknown, .internal:
            false
        }
    }
}
