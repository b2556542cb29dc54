import WebPages

/// That what an address names is not there, or not for whoever asks, in words of the page.
extension Visit {
    static func noProposal(_ ref: String) -> String { tr("There is no proposal \(named(ref)) that you can see.") }

    static func noHistory(_ ref: String) -> String { tr("There is no history of \(named(ref)) that you can see.") }

    static func noForum(_ forum: String) -> String { tr("There is no forum \(named(forum)) that you can see.") }

    static func noAccount(_ account: String) -> String { tr("There is no account \(named(account)) that you can see.") }

    static func noMeeting(_ meeting: String, of forum: String) -> String {
        tr("\(forum) has no meeting \(named(meeting)).")
    }

    /// As much of a name in an address as anybody reads.
    static func named(_ text: String) -> String { String(text.prefix(80)) }
}
