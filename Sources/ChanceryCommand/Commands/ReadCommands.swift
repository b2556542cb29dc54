import ArgumentParser
import CanonicalJSON
import LineProtocol

/// `chancery show`
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a proposal as it stands.",
        discussion: "Example:\n  chancery show ASEM-2026-0001")

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: "The proposal.")
    var ref: String

    func run() async throws {
        try await ClientSession.with(connection) { session in
            let proposal = try await session.ask(.show, [ref]).object
            if session.isJSON { return session.printJSON(proposal) }
            session.console.lines(ShowPage(proposal, await session.labels(of: proposal), session.paint).lines)
        }
    }
}

/// `chancery why`
struct WhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Say what each transition still needs, and who can meet it.",
        usage: "chancery why <ref> [<transition> [--<input> <value> ...]] [options]",
        discussion: """
            The rule's own sentences come first: met, declared by the proposer, for partners to judge, or not met. Then \
            each transition with what is not met, who can meet it (or since when the seat is vacant), and the rule.

            With a transition its inputs may be given as to advance, to learn what would then be missing.

            Examples:
              chancery why ASEM-2026-0001
              chancery why ASEM-2026-0001 confirm
              chancery why ASEM-2026-0001 bless --meeting som-2026-06-brussels
            """)

    @OptionGroup var connection: ConnectionOptions

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp("The proposal, a transition, and options for its inputs.", valueName: "ref transition"))
    var words: [String] = []

    func run() async throws {
        let given = try GivenWords(words)
        guard (1...2).contains(given.words.count), given.options.isEmpty || given.words.count == 2 else {
            throw CommandFailure.usage("say which proposal, and at most one transition: chancery why REF [TRANSITION]")
        }
        let ref = given.words[0]
        try await ClientSession.with(connection) { session in
            let isBare = session.isJSON && given.options.isEmpty
            let proposal = isBare ? nil : try? await session.ask(.show, [ref]).object
            var definition = JSONObject()
            if let proposal { definition = (try? await session.definition(of: proposal)) ?? definition }
            var inputs: JSONObject?
            if !given.options.isEmpty {
                inputs = try ActInputs(transition: given.words[1], of: definition).object(given.options)
            }
            var (rows, answer) = try await session.ask(.why, given.words, object: inputs)
            if session.isJSON { return session.printJSON(rows, answer) }
            answer["mark"] = answer["mark"] ?? proposal?["mark"]
            session.console.lines(WhyPage(rows, answer, LifecycleLabels(definition), session.paint).lines)
        }
    }
}

/// `chancery history`
struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Tell a proposal's history, event by event.",
        discussion: """
            The time is when an event was recorded; where the body acted earlier, both are told.

            Examples:
              chancery history ASEM-2026-0001
              chancery history ASEM-2026-0001 --after 12
            """)

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: "The proposal.")
    var ref: String

    @Option(help: ArgumentHelp("Begin after this version.", valueName: "version"))
    var after: Int64?

    @Option(help: ArgumentHelp("At most so many events.", valueName: "number"))
    var limit: Int?

    func run() async throws {
        try await ClientSession.with(connection) { session in
            let (rows, proposal) = try await session.history(ref, after: after, limit: limit)
            if session.isJSON { return session.printJSON(rows, proposal) }
            let labels = await session.labels(of: proposal)
            session.console.lines(HistoryPage(rows, proposal, labels, session.paint).lines)
        }
    }
}

/// `chancery replay`
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Show a proposal as it was at a version or a moment.",
        discussion: """
            Examples:
              chancery replay ASEM-2026-0001 --version 7
              chancery replay ASEM-2026-0001 --at 2026-03-01T12:00:00Z
            """)

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: "The proposal.")
    var ref: String

    @Option(help: ArgumentHelp("After this event of its history.", valueName: "number"))
    var version: Int64?

    @Option(help: ArgumentHelp("At this instant; a day means its end.", valueName: "instant"))
    var at: String?

    @Flag(help: "Print the events up to there as well.")
    var events = false

    mutating func validate() throws {
        guard (version == nil) != (at == nil) else { throw ValidationError("Give --version or --at.") }
    }

    func run() async throws {
        var options: [String: String] = [:]
        options["version"] = version.map(String.init)
        if let at {
            do {
                options["at"] = try FieldReading.instant(at, endOfDay: true)
            } catch {
                throw CommandFailure.usage(PlainText.line("--at \(error.sentence)"))
            }
        }
        try await ClientSession.with(connection) { [options] session in
            let (rows, proposal) = try await session.ask(.replay, [ref], options: options)
            if session.isJSON { return session.printJSON(rows, proposal) }
            let labels = await session.labels(of: proposal)
            session.console.lines(
                events
                    ? HistoryPage(rows, proposal, labels, session.paint).lines
                    : ShowPage(proposal, labels, session.paint).lines)
        }
    }
}

extension ClientSession {
    /// The events of a proposal, all of them unless there is a limit, and the proposal after the last.
    fileprivate func history(
        _ ref: String, after: Int64?, limit: Int?
    ) async throws -> (rows: [JSONObject], proposal: JSONObject) {
        let page = 1000
        var rows: [JSONObject] = []
        var last = after
        while true {
            var options = ["limit": String(limit ?? page)]
            options["after"] = last.map(String.init)
            let answer = try await ask(.history, [ref], options: options)
            rows += answer.rows
            guard limit == nil, answer.rows.count == page, let version = answer.rows.last?["version"]?.integer else {
                return (rows, answer.object)
            }
            last = version
        }
    }
}
