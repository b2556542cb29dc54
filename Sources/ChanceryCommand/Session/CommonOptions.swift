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
            "A key that makes the request safe to repeat: the same key and content has its effect once.",
            valueName: "key"))
    var key: String?

    @Option(
        name: .customLong("if"),
        help: ArgumentHelp("Only if the proposal still is at this version.", valueName: "version"))
    var version: Int64?
}

/// When the body acted, where that is not now.
struct DecidedOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "When the body acted, where that is not now: 2026-03-01T12:00:00Z, or a day.", valueName: "instant"))
    var decidedAt: String?
}
