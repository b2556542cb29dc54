import ArgumentParser
import CanonicalJSON
import LineProtocol

/// `chancery ack`
struct AckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack", abstract: "Acknowledge receipt of a circulation.",
        discussion: "Example:\n  chancery ack ASEM-2026-0001")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var decided: DecidedOption

    @Argument(help: "The proposal.")
    var ref: String

    @Option(help: ArgumentHelp("The partner, where you speak for several.", valueName: "id"))
    var partner: String?

    func run() async throws {
        var object = JSONObject()
        object["partner"] = partner.map { .string($0) }
        try object.setDecided(decided)
        try await ClientSession.with(connection) { session in
            let answer = try await session.ask(.ack, [ref], key: write.key, if: write.version, object: object.orNil)
            session.printWrite(answer.object)
        }
    }
}

/// `chancery contest`
struct ContestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contest",
        abstract: "Contest an editorial revision, or a position that was relayed in your partner's name.",
        discussion: """
            A contested revision is substantive: the round closes and the text must be circulated again. A contested \
            position is taken back; your partner is then not heard.

            Examples:
              chancery contest ASEM-2026-0001
              chancery contest ASEM-2026-0001 --revision 4
              chancery contest ASEM-2026-0001 --position
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var write: WriteOptions

    @Argument(help: "The proposal.")
    var ref: String

    @Option(help: ArgumentHelp("The revision; the latest one when left out.", valueName: "number"))
    var revision: Int64?

    @Flag(help: "Contest the relayed position of your partner.")
    var position = false

    @Option(help: ArgumentHelp("The partner, where you speak for several.", valueName: "id"))
    var partner: String?

    mutating func validate() throws {
        guard !(position && revision != nil) else {
            throw ValidationError("--revision and --position exclude each other.")
        }
        guard position || partner == nil else { throw ValidationError("--partner belongs to --position.") }
    }

    func run() async throws {
        var object = JSONObject()
        object["revision"] = revision.map { .integer($0) }
        if position { object["position"] = true }
        object["partner"] = partner.map { .string($0) }
        try await ClientSession.with(connection) { session in
            let answer = try await session.ask(.contest, [ref], key: write.key, if: write.version, object: object.orNil)
            session.printWrite(answer.object)
        }
    }
}

/// `chancery note`
struct NoteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "note", abstract: "Leave a note in a proposal's history.",
        discussion: "Example:\n  chancery note ASEM-2026-0001 \"The venue was visited on 3 March.\"")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var write: WriteOptions

    @Argument(help: "The proposal.")
    var ref: String

    @Argument(help: "The note.")
    var text: String

    func run() async throws {
        try await ClientSession.with(connection) { session in
            let answer = try await session.ask(
                .note, [ref], key: write.key, if: write.version, object: ["text": .string(text)])
            session.printWrite(answer.object)
        }
    }
}

/// `chancery deadline`
struct DeadlineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deadline", abstract: "Move the deadline of the open round to a later instant.",
        discussion: """
            A day means its last second in UTC.

            Example:
              chancery deadline ASEM-2026-0001 2026-07-15 --reason "Several capitals asked for time."
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var write: WriteOptions

    @Argument(help: "The proposal.")
    var ref: String

    @Argument(help: "The new deadline: an instant, or a day.")
    var closes: String

    @Option(help: ArgumentHelp("Why it moves.", valueName: "text"))
    var reason: String

    func run() async throws {
        let instant: String
        do {
            instant = try FieldReading.instant(closes, endOfDay: true)
        } catch {
            throw CommandFailure.usage(PlainText.line("the deadline \(error.sentence)"))
        }
        try await ClientSession.with(connection) { session in
            let answer = try await session.ask(
                .deadline, [ref], key: write.key, if: write.version,
                object: ["closes": .string(instant), "reason": .string(reason)])
            session.printWrite(answer.object)
        }
    }
}
