import ArgumentParser
import CanonicalJSON
import LineProtocol

/// `chancery publish`
struct PublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Record that fields of a proposal were made public.",
        discussion: """
            Example:
              chancery publish ASEM-2026-0001 --url https://example.org/seminar --fields title,location,starts,ends
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var decided: DecidedOption

    @Argument(help: "The proposal.")
    var ref: String

    @Option(help: ArgumentHelp("The address of the page.", valueName: "url"))
    var url: String

    @Option(help: ArgumentHelp("The keys of the fields made public, separated by commas.", valueName: "keys"))
    var fields: String

    func run() async throws {
        let keys = fields.split(separator: ",").map(String.init)
        var object: JSONObject = ["url": .string(url), "fields": .strings(keys)]
        try object.setDecided(decided)
        try await ClientSession.with(connection) { session in
            let answer = try await session.ask(.publish, [ref], key: write.key, if: write.version, object: object)
            session.printWrite(answer.object)
        }
    }
}

/// `chancery implemented`
struct ImplementedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "implemented", abstract: "Record what became of an activity: held, postponed or cancelled.",
        discussion: """
            Examples:
              chancery implemented ASEM-2026-0001 --starts 2026-09-01 --ends 2026-09-02
              chancery implemented ASEM-2026-0001 --status postponed --reason "The host country votes that week."
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var decided: DecidedOption

    @Argument(help: "The proposal.")
    var ref: String

    @Option(help: ArgumentHelp("The actual first day.", valueName: "day"))
    var starts: String?

    @Option(help: ArgumentHelp("The actual last day.", valueName: "day"))
    var ends: String?

    @Option(
        help: ArgumentHelp("held (when left out), postponed or cancelled.", valueName: "status"),
        completion: .list(["held", "postponed", "cancelled"]))
    var status: String?

    @Option(help: ArgumentHelp("Why it was postponed or cancelled.", valueName: "text"))
    var reason: String?

    @Option(help: ArgumentHelp("The outcomes, where they are told here.", valueName: "text"))
    var outcomes: String?

    func run() async throws {
        var object = JSONObject()
        for (key, value) in [
            ("starts", starts), ("ends", ends), ("status", status), ("reason", reason), ("outcomes", outcomes),
        ] { object[key] = value.map { .string($0) } }
        try object.setDecided(decided)
        try await ClientSession.with(connection) { session in
            let answer = try await session.ask(.implemented, [ref], key: write.key, if: write.version, object: object)
            session.printWrite(answer.object)
        }
    }
}

/// `chancery invite`
struct InviteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite",
        abstract: "Propose to invite somebody outside the forum to one event, or record the decision on it.",
        discussion: """
            Partners take positions on it with: chancery position REF STANCE --invitation NUMBER

            Examples:
              chancery invite ASEM-2026-0001 --invitee "World Customs Organization" --event "Seminar on Water, Helsinki"
              chancery invite ASEM-2026-0001 --decide 1 --decision agreed --meeting som-2026-06-brussels
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var decided: DecidedOption

    @Argument(help: "The proposal.")
    var ref: String

    @Option(help: ArgumentHelp("Who is to be invited.", valueName: "name"))
    var invitee: String?

    @Option(help: ArgumentHelp("To which event.", valueName: "text"))
    var event: String?

    @Option(help: ArgumentHelp("The number of the invitation that was decided.", valueName: "number"))
    var decide: Int64?

    @Option(
        help: ArgumentHelp("agreed or declined.", valueName: "decision"), completion: .list(["agreed", "declined"]))
    var decision: String?

    @Option(help: ArgumentHelp("The meeting that decided.", valueName: "id"))
    var meeting: String?

    mutating func validate() throws {
        if decide != nil {
            guard decision != nil, invitee == nil, event == nil else {
                throw ValidationError(
                    "--decide NUMBER needs --decision, and takes --meeting, but no --invitee or --event.")
            }
        } else {
            guard invitee != nil, event != nil, decision == nil, meeting == nil else {
                throw ValidationError("Give --invitee and --event; or --decide NUMBER with --decision and --meeting.")
            }
        }
    }

    func run() async throws {
        var object = JSONObject()
        object["invitation"] = decide.map { .integer($0) }
        for (key, value) in [("invitee", invitee), ("event", event), ("decision", decision), ("meeting", meeting)] {
            object[key] = value.map { .string($0) }
        }
        try object.setDecided(decided)
        try await ClientSession.with(connection) { session in
            let answer = try await session.ask(.invite, [ref], key: write.key, if: write.version, object: object)
            session.printWrite(answer.object)
        }
    }
}

/// `chancery packet`
struct PacketCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "packet", abstract: "Print a circulation as text that can be mailed as it is.",
        discussion: "Example:\n  chancery packet ASEM-2026-0001 > circulation.txt")

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: "The proposal.")
    var ref: String

    func run() async throws {
        try await ClientSession.with(connection) { session in
            let proposal = try await session.ask(.show, [ref]).object
            let why = try await session.ask(.why, [ref]).object
            let checklist = (why["checklist"]?.array ?? []).compactMap(\.object)
            let packet = PacketText(proposal, await session.labels(of: proposal), checklist: checklist)
            guard let lines = packet.lines else {
                throw CommandFailure.notDone([
                    "\(PlainText.line(ref)) is not circulated (no round is open); there is nothing to send out"
                ])
            }
            if session.isJSON {
                session.printJSON(["ref": .string(ref), "text": .string(lines.joined(separator: "\n") + "\n")])
            } else {
                session.console.lines(lines)
            }
        }
    }
}
