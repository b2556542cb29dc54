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

        init(_ meaning: String, _ remedy: String, _ retry: Retry, _ effect: Effect = .none, closes: Bool = false) {
            self.meaning = meaning
            self.remedy = remedy
            self.retry = retry
            self.effect = effect
            self.closes = closes
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
                "A raw control character stands in a line.",
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
        case .unknownVerb:
            Entry("The verb is not one of this protocol.", "See the list of verbs; they are in capitals.", .never)
        case .badArgument:
            Entry("An argument is malformed.", "Correct the argument that the message names.", .never)
        case .missingArgument:
            Entry("An argument or the JSON object is missing.", "Add what the message names.", .never)
        case .extraArgument:
            Entry("There is an argument that the verb does not take.", "Leave out what the message names.", .never)
        case .badJSON:
            Entry(
                "The JSON object is not of the profile.",
                "Send one object: no duplicate keys, no fractions, integers within 2^53, depth at most 16, no U+0000.",
                .never)
        case .badField:
            Entry(
                "A key of the object is unknown, or its value does not fit.",
                "Correct the fields that the object lists.", .never)
        case .unsupported:
            Entry("This server does not offer what was asked.", "Ask the operator for a newer server.", .never)
        case .notLoggedIn:
            Entry("The verb needs a login.", "Send AUTH {\"token\":...} first.", .never)
        case .alreadyLoggedIn:
            Entry("This connection has logged in before.", "Open another connection for another account.", .never)
        case .badToken:
            Entry("The token is not known.", "Check the token, or ask the administrator for a new one.", .never)
        case .tokenExpired:
            Entry("The token's last day has passed.", "Ask the administrator for a new token.", .never)
        case .tokenRevoked:
            Entry("The token was revoked.", "Ask the administrator for a new token.", .never)
        case .loginTimeout:
            Entry(
                "No login came within the time that HELLO printed.", "Connect again and send AUTH at once.", .same,
                closes: true)
        case .tooManyBeforeLogin:
            Entry(
                "More commands were sent before login than HELLO allows.", "Connect again and send AUTH first.",
                .same, closes: true)
        case .tooManyOpen:
            Entry("As many requests are open as HELLO allows.", "Wait for an answer, then send it again.", .same)
        case .tooManyWatches:
            Entry("As many watches are open as HELLO allows.", "CANCEL a watch first.", .never)
        case .tooManyConnections:
            Entry(
                "The server holds as many connections as it was set to.", "Connect again later.",
                .after(milliseconds: 5000), closes: true)
        case .busy:
            Entry("The queue is full.", "Send the same request again after the time given.", .after(milliseconds: 200))
        case .slowReader:
            Entry(
                "More output waits unread than HELLO allows, or nothing was read for too long.",
                "Connect again, read faster, and WATCH after the cursor given.", .same, closes: true)
        case .shuttingDown:
            Entry(
                "The server is stopping; what it had accepted it has answered.",
                "Connect again and send what was not answered.", .same, closes: true)
        case .cancelled:
            Entry("The request was cancelled by CANCEL.", "Nothing; send it again if it is wanted.", .same)
        case .answerTooLong:
            Entry(
                "The answer would be longer than the line that HELLO promises at most.",
                "Ask for less at a time: give limit=, or SHOW a round by round=; EXPORT has everything.", .never)
        case .notFound:
            Entry("There is no such thing, or this account may not see it.", "Check the name.", .never)
        case .forbidden:
            Entry(
                "This account does not hold the office that the request needs.",
                "Ask one who holds it; the object says which.", .never)
        case .forumClosed:
            Entry(
                "The forum was a trial, and its administrators closed it.",
                "Work in another forum; who audits this one can EXPORT, AUDIT and read each HISTORY.", .never)
        case .versionConflict:
            Entry(
                "The proposal is no longer at the version given in if=.",
                "SHOW it, decide anew, and send a new request with the version seen.", .fresh)
        case .keyReused:
            Entry(
                "The key was used before with another request.", "Use a new key for a new request.", .fresh)
        case .keySpent:
            Entry(
                "The request was done before, and its answer, a secret, is not kept.",
                "Ask for another secret with a new key, and revoke the lost one.", .fresh, .applied)
        case .refused:
            Entry(
                "The rules do not allow it now; the object lists every unmet requirement.",
                "Meet what is listed; WHY shows who can.", .never)
        case .badCursor:
            Entry("The cursor is not one that this server gave.", "Use a cursor from an EVT, or none.", .never)
        case .cursorGone:
            Entry(
                "The cursor lies after the end of the record.",
                "Check which server this is; read from the beginning if it is the right one.", .never)
        case .recordDiverged:
            Entry(
                "The record differs from what was seen of it before, or holds an event that cannot be read.",
                "Stop and tell the auditors: a database was restored or altered.", .never)
        case .storeUnavailable:
            Entry("The database cannot be reached.", "Send the same request again, with its key.", .same)
        case .effectUnknown:
            Entry(
                "The connection to the database was lost, or the server stopped, while the change was being written.",
                "Send the same request with its key: it answers what happened.", .same, .unknown)
        case .internal:
            Entry(
                "The server made a mistake; it wrote details into its log.",
                "Send the same request with its key; if it happens again, tell the operator.", .same, .unknown)
        }
    }
}
