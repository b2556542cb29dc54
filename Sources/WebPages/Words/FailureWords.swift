package import LineProtocol

/// What a failure says to the reader of a page: why, and what to do about it, each once. The server speaks English; in another language a page
/// says what it knows by the codes of the findings, else by the failure's own code. What neither tells stays English, and says that it is.
/// What to do is told in words of the page in every language, for the server's own are for programs.
package enum FailureWords {
    /// Why, as sentences, with whatever is not met.
    package static func text(_ failure: Failure, atMost limit: Int = 4000) -> String {
        told(failure) ?? PageText.message(failure.message, atMost: limit)
    }

    /// The same for where all that is not met is listed beside it: nil where the list says it.
    static func reason(_ failure: Failure, atMost limit: Int = 4000) -> String? {
        failure.unmet.isEmpty ? text(failure, atMost: limit) : nil
    }

    /// What to do about it.
    package static func advice(_ failure: Failure) -> String {
        guard let code = failure.code else { return PageText.message(failure.advice) }
        let isOfItsOwn = failure.advice != code.entry.remedy && !failure.advice.isEmpty
        switch code {
        // What a line says of these differs by its key, which every form has.
        case .effectUnknown, .internal: return remedy(code)
        default: return isOfItsOwn ? PageText.message(failure.advice) : remedy(code)
        }
    }

    /// Why a record has no checkpoint.
    package static func noCheckpoint(_ failure: Failure) -> String {
        if failure.code == .notFound {
            if failure.message.hasSuffix("this server has no signer") {
                return tr("This server has no signer, so it signs no record.")
            }
            if failure.message.hasSuffix(" yet") { return tr("No checkpoint of this record was signed yet.") }
        }
        return told(failure) ?? PageText.message(failure.message + ".", atMost: 1200)
    }

    /// Nil in English, and where it is told by no code.
    private static func told(_ failure: Failure) -> String? {
        guard PageReader.current.language != .english else { return nil }
        let unmet = failure.unmet
        guard unmet.isEmpty else {
            let sentences = unmet.map { FindingWords.text($0) }
            return sentences.contains(nil)
                ? nil : PageText.capital(sentences.compactMap(\.self).clauses) + "."
        }
        return sentence(failure.code)
    }

    /// What a code says as a whole; nil where its message says more.
    private static func sentence(_ code: ErrorCode?) -> String? {
        switch code {
        case .notLoggedIn: tr("This needs a login.")
        case .badToken: tr("This token is not known.")
        case .tokenExpired: tr("This token has expired.")
        case .tokenRevoked: tr("This login holds no longer.")
        case .forumClosed: tr("This trial was closed.")
        case .versionConflict: tr("It changed meanwhile, and nothing was recorded.")
        case .keyReused: tr("Its key was used for something else.")
        case .keySpent: tr("This was done before, and what came of it was shown once.")
        case .lineTooLong: tr("All that was typed is too long to be recorded at once.")
        case .busy, .tooManyOpen: tr("This was tried too often, or too much is going on at this moment.")
        case .storeUnavailable: tr("What this needs is out of reach at this moment.")
        case .shuttingDown: tr("The server is stopping.")
        case .effectUnknown: tr("Whether it was recorded could not be learned.")
        default: nil
        }
    }

    /// What to do about a code, on a page.
    private static func remedy(_ code: ErrorCode) -> String {
        switch code {
        case .notFound: tr("Check the address.")
        case .badField: tr("Correct the field that the message names.")
        case .badArgument, .missingArgument, .extraArgument: tr("Correct what the message names.")
        case .notLoggedIn: tr("Log in, then try again.")
        case .badToken, .tokenExpired: tr("Ask an administrator for a new one.")
        case .tokenRevoked: tr("Log in again, or ask an administrator.")
        case .unknownPeer: tr("Log in with a token, or ask an administrator.")
        case .forbidden: tr("Ask somebody who holds the office for it.")
        case .forumClosed: tr("Work in another forum; the auditors of this one can still read it.")
        case .refused: tr("See to what is listed, then try again.")
        case .versionConflict: tr("Look at it again, then decide anew.")
        case .keyReused: tr("Look at what was recorded; sent once more, the form counts as a new one.")
        case .keySpent: tr("Ask for another one, and revoke the one that was lost.")
        case .lineTooLong: tr("Shorten the longest texts, or file them as documents.")
        case .answerTooLong: tr("Ask for less at a time.")
        case .badCursor, .cursorGone: tr("Open the page anew, from its beginning.")
        case .recordDiverged: tr("Stop, and tell the auditors: a database was restored or altered.")
        case .tooManyConnections, .tooManyWatches: tr("Close some of the pages that are open, or wait a moment.")
        case .busy, .tooManyOpen, .storeUnavailable, .shuttingDown, .cancelled: tr("Wait a moment, then try again.")
        case .effectUnknown: tr("Look at it again before you send it once more.")
        case .internal:
            tr("Look whether it was done, then try again; if it happens once more, tell your administrator.")
        case .controlCharacter, .invalidUTF8, .noTag, .tagInUse, .unfinishedLine, .unknownVerb, .badJSON, .unsupported,
            .alreadyLoggedIn, .loginTimeout, .tooManyBeforeLogin, .slowReader:
            tr("Open the page again; if it happens once more, tell your administrator.")
        }
    }
}
