import ArgumentParser
import CivilTime
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
        var deadline = Verbs.Deadline()
        deadline.ref = ref
        deadline.closes = try Instant(option: closes, "the deadline", endOfDay: true)
        deadline.reason = reason
        deadline.decided = try Decided(decided)
        try await ClientSession.with(connection) { [deadline] session in
            let answer = try await session.write(deadline, write)
            try session.printWrite(answer)
        }
    }
}
