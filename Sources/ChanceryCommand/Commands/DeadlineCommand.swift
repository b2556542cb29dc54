import ArgumentParser
import CanonicalJSON
import LineProtocol

/// `chancery deadline`
struct DeadlineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deadline", abstract: "Set the deadline of the open round, or move it later.",
        discussion: """
            A round without a deadline gets one. An existing deadline can only move later. A day means its last second in UTC.

            Example:
              chancery deadline ASEM-2026-0001 2026-07-15 --reason "Capitals asked."
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var decided: DecidedOption

    @Argument(help: "The proposal.", completion: Completing.refs)
    var ref: String

    @Argument(help: "The new deadline: an instant, or a day.")
    var closes: String

    @Option(help: ArgumentHelp("Why it is set or moved.", valueName: "text"))
    var reason: String

    func validate() throws {
        try RefFirst.check(ref, closes, "deadline")
    }

    func run() async throws {
        let instant: String
        do {
            instant = try FieldReading.instant(closes, endOfDay: true)
        } catch {
            throw CommandFailure.usage(TerminalText.line("the deadline \(error.sentence)"))
        }
        var object: JSONObject = ["closes": .string(instant), "reason": .string(reason)]
        try object.setDecided(decided)
        try await ClientSession.with(connection) { [object] session in
            let answer = try await session.ask(
                .deadline, [ref], key: write.key, if: write.version, object: object)
            session.printWrite(answer.object)
        }
    }
}
