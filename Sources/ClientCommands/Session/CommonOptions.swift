import ArgumentParser

/// The forum meant, where a command needs one.
struct ForumOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The forum. Default: CHANCERY_FORUM, then your account's own, then the only one that is not a trial.",
            valueName: "forum"))
    var forum: String?
}

/// What every write understands.
struct WriteOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A key that makes the request safe to repeat: the same request with the same key takes effect once.",
            valueName: "key"))
    var key: String?

    @Option(
        name: .customLong("if"),
        help: ArgumentHelp("Do it only if the proposal is still at this version.", valueName: "version"))
    var version: Int64?
}

/// When the body acted, where that is not now.
struct DecidedOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "When the body acted, if not now: 2026-03-01T12:00:00Z, or a day.", valueName: "instant"))
    var decidedAt: String?

    @Option(
        help: ArgumentHelp(
            "The office that decided it, if its holder no longer holds it and you manage the accounts: contact-point, or "
                + "\"contact-point of JP\". Needs --decided-at, --decided-from and --decided-letter or --decided-digest.",
            valueName: "office"))
    var decidedBy: String?

    @Option(
        help: ArgumentHelp("With --decided-by: what it is recorded from, a minute or a message.", valueName: "text"))
    var decidedFrom: String?

    @Option(
        help: ArgumentHelp("With --decided-by: the file that it is recorded from.", valueName: "file"),
        completion: .file())
    var decidedLetter: String?

    @Option(help: ArgumentHelp("With --decided-by: the SHA-256 of that file.", valueName: "hex"))
    var decidedDigest: String?

    @Option(
        help: ArgumentHelp("With --decided-by: when that came, an instant or a day; else now.", valueName: "instant"))
    var decidedReceived: String?

    @Option(help: ArgumentHelp("With --decided-by: who held the office, where several did.", valueName: "account"))
    var decidedHolder: String?

    /// The options that say which office decided it, by the names of an act's own.
    var past: [String: String] {
        let given = [
            "decided_by": decidedBy, "decided_from": decidedFrom, "decided_letter": decidedLetter,
            "decided_digest": decidedDigest, "decided_received": decidedReceived, "decided_holder": decidedHolder,
        ]
        return given.compactMapValues { $0 }
    }
}
