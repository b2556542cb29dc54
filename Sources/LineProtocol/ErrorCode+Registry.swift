extension ErrorCode {
    /// One row of the registry: the source of the server's behaviour and of docs/errors.md.
    package struct Entry: Hashable, Sendable {
        /// What has happened, as one sentence.
        package let meaning: String
        /// What the client should do, as one sentence.
        package let remedy: String
        /// The retry word, unless a reply says another.
        package let retry: Retry
        /// The effect word, unless a reply says another.
        package let effect: Effect
        /// Whether it comes in a `BYE` notice and ends the connection.
        package let closes: Bool
        /// Whether it comes in an `ERR` reply.
        package let answers: Bool

        /// - Parameter answers: nil where what closes a connection answers no request, and all else does.
        init(
            _ meaning: String, _ remedy: String, _ retry: Retry, _ effect: Effect = .none, closes: Bool = false,
            answers: Bool? = nil
        ) {
            self.meaning = meaning
            self.remedy = remedy
            self.retry = retry
            self.effect = effect
            self.closes = closes
            self.answers = answers ?? !closes
        }
    }

    /// This code's row of the registry: the one table of errors.
    package var entry: Entry {
        switch self {
        case .lineTooLong:
            Entry(
                "A line is longer than the limit that HELLO printed.",
                "Send less in one request; the limit is smaller before login.", .never, closes: true)
        case .controlCharacter:
            Entry(
                "A line holds a raw control character.",
                "Escape control characters inside JSON (\\n, \\t, \\u001b) and end lines with LF alone or CR LF.",
                .never, closes: true)
        case .invalidUTF8:
            Entry("A line is not valid UTF-8.", "Encode every line in UTF-8.", .never, closes: true)
        case .noTag:
            Entry(
                "A line does not begin with a tag.",
                "Begin each line with a tag of 1 to 32 letters, digits, dots, underscores or hyphens, then one space.",
                .never, closes: true)
        case .tagInUse:
            Entry(
                "A request uses the tag of a request that is still open.",
                "Use a new tag, or wait for the OK or ERR of the earlier request.", .never, closes: true)
        case .unfinishedLine:
            Entry(
                "The input ended in the middle of a line.",
                "End every line with LF, including the last; a line without one was not acted on, so send it again.",
                .same, closes: true)
        case .unknownVerb:
            Entry("The protocol has no such verb.", "See the list of verbs; they are in capitals.", .never)
        case .badArgument:
            Entry("An argument is not valid.", "Correct the argument that the message names.", .never)
        case .missingArgument:
            Entry("An argument or the JSON object is missing.", "Add what the message names.", .never)
        case .extraArgument:
            Entry(
                "The request has an argument that the verb does not take.", "Leave out what the message names.", .never)
        case .badJSON:
            Entry(
                "The JSON object breaks a rule of the profile.",
                "Send one object: no duplicate keys, no fractions, integers within 2^53, depth at most 16, no U+0000.",
                .never)
        case .badField:
            Entry(
                "The object has an unknown key, or a value that does not fit.",
                "Correct the field that the message names.", .never)
        case .unsupported:
            Entry("This server does not support this.", "Ask the operator for a newer server.", .never)
        case .notLoggedIn:
            Entry("The verb needs a login.", "Send AUTH {\"token\":...} first.", .never)
        case .alreadyLoggedIn:
            Entry("This connection is already logged in.", "Open another connection for another account.", .never)
        case .badToken:
            Entry("The token is not known.", "Check the token, or ask the administrator for a new one.", .never)
        case .tokenExpired:
            Entry("The token has expired.", "Ask the administrator for a new token.", .never)
        case .tokenRevoked:
            Entry("The token was revoked.", "Ask the administrator for a new token.", .never)
        case .unknownPeer:
            Entry(
                "The client's certificate or system user opens no account.",
                "Log in with a token, or ask the administrator to link the certificate, or the operator to name the system user.",
                .never)
        case .loginTimeout:
            Entry(
                "No login came within the time that HELLO printed.", "Connect again and send AUTH at once.", .same,
                closes: true)
        case .tooManyBeforeLogin:
            Entry(
                "More commands were sent before login than HELLO allows.", "Connect again and send AUTH first.",
                .same, closes: true)
        case .tooManyOpen:
            Entry(
                "The connection has as many requests open as HELLO allows.",
                "Wait for an answer, then send the request again.", .same)
        case .tooManyWatches:
            Entry("The connection has as many watches open as HELLO allows.", "CANCEL a watch first.", .never)
        case .tooManyConnections:
            Entry(
                "As many connections are open as the server's settings allow: in all, from one address, or of one account.",
                "Connect again later.",
                .after(milliseconds: 5000), closes: true, answers: true)
        case .busy:
            Entry("The queue is full.", "Send the same request again after the time given.", .after(milliseconds: 200))
        case .slowReader:
            Entry(
                "More output waits unread than HELLO allows, or nothing was read for too long.",
                "Connect again, read faster, and WATCH after the cursor given.", .same, closes: true)
        case .shuttingDown:
            Entry(
                "The server is stopping; it has answered everything it had accepted.",
                "Connect again and send what was not answered.", .same, closes: true, answers: true)
        case .cancelled:
            Entry("The request was cancelled by CANCEL.", "Nothing; send it again if you still want it.", .same)
        case .answerTooLong:
            Entry(
                "The answer would be longer than the longest line that HELLO promises.",
                "Ask for less at a time: use limit=, or SHOW one round with round=; EXPORT has everything.", .never)
        case .notFound:
            Entry("It does not exist, or this account may not see it.", "Check the name.", .never)
        case .forbidden:
            Entry(
                "This account does not hold the office that the request needs.",
                "Ask somebody who holds it; the object says which office.", .never)
        case .forumClosed:
            Entry(
                "The forum was a trial, and its administrators closed it.",
                "Work in another forum; auditors of this one can still EXPORT and AUDIT it and read each HISTORY.",
                .never)
        case .versionConflict:
            Entry(
                "The proposal is no longer at the version given in if=.",
                "SHOW it, decide again, and send a new request with the version you see.", .fresh)
        case .keyReused:
            Entry(
                "The key was already used for another request.", "Use a new key for a new request.", .fresh)
        case .keySpent:
            Entry(
                "The request was already done, and its answer is not kept because it is a secret.",
                "Ask for another secret with a new key, and revoke the lost one.", .fresh, .applied)
        case .refused:
            Entry(
                "The rules do not allow this now; the object lists every unmet requirement.",
                "Meet the listed requirements; WHY shows who can.", .never)
        case .badCursor:
            Entry("The cursor is not one that this server gave.", "Use a cursor from an EVT, or none.", .never)
        case .cursorGone:
            Entry(
                "The cursor is after the end of the record.",
                "Check that this is the right server; if it is, read from the beginning.", .never)
        case .recordDiverged:
            Entry(
                "The record differs from what was seen of it before, or holds an event that cannot be read.",
                "Stop and tell the auditors: a database was restored or altered.", .never)
        case .storeUnavailable:
            Entry(
                "The database cannot be reached.", "Send the same request again, with its key, after the time given.",
                .after(milliseconds: 1000))
        case .effectUnknown:
            Entry(
                "The connection to the database was lost, the server stopped, or no standby confirmed it, while the change was being written.",
                "Send the same request with its key; the answer says what happened. Without a key, look first.", .same,
                .unknown)
        case .internal:
            Entry(
                "The server failed; its log has the details.",
                "Send the same request with its key; if this happens again, tell the operator. Without a key, look first.",
                .same, .unknown)
        }
    }
}
