package import LineProtocol

/// What a failure says to the reader of a page. The server speaks English; in another language a page says what it knows by the codes of the
/// findings, else by the failure's own code. What neither tells stays English.
package enum FailureWords {
    package static func text(_ failure: Failure, atMost limit: Int = 4000) -> String {
        told(failure) ?? PageText.message(failure.message, atMost: limit)
    }

    /// What to do about it; nil where that is said by what is not met, or by nobody.
    package static func advice(_ failure: Failure) -> String? {
        if PageReader.current.language != .english {
            if let advice = remedy(failure) { return advice }
            if told(failure) != nil { return nil }
        }
        return failure.advice.isEmpty ? nil : PageText.message(failure.advice)
    }

    /// Nil in English, and where it is told by no code.
    private static func told(_ failure: Failure) -> String? {
        guard PageReader.current.language != .english else { return nil }
        let unmet = failure.unmet
        guard unmet.isEmpty else {
            let sentences = unmet.map { FindingWords.text($0) }
            return sentences.contains(nil)
                ? nil : PageText.capital(sentences.compactMap(\.self).joined(separator: "; ")) + "."
        }
        return sentence(failure.code)
    }

    private static func sentence(_ code: ErrorCode?) -> String? {
        switch code {
        case .notFound: tr("There is nothing here that you can see.")
        case .badToken: tr("This token is not known.")
        case .tokenExpired: tr("This token has expired.")
        case .tokenRevoked: tr("This login holds no longer.")
        case .forumClosed: tr("This trial was closed.")
        case .lineTooLong: tr("All that was typed is too long to be recorded at once.")
        case .busy, .tooManyOpen: tr("This was tried too often, or too much is going on at this moment.")
        // The database, or the provider of a login.
        case .storeUnavailable: tr("What this needs is out of reach at this moment.")
        case .shuttingDown: tr("The server is stopping.")
        case .effectUnknown: tr("Whether it was recorded could not be learned.")
        default: nil
        }
    }

    private static func remedy(_ failure: Failure) -> String? {
        switch failure.code {
        case .notFound: tr("Check the address.")
        case .badField where failure.advice == ErrorCode.badField.entry.remedy:
            tr("Correct the field that the message names.")
        case .badToken, .tokenExpired: tr("Ask an administrator for a new one.")
        case .tokenRevoked: tr("Log in again, or ask an administrator.")
        case .lineTooLong: tr("Shorten the longest texts, or file them as documents.")
        case .busy, .tooManyOpen, .storeUnavailable, .shuttingDown: tr("Wait a moment, then try again.")
        case .effectUnknown: tr("Look at it again before you send it once more.")
        default: nil
        }
    }
}
