import ArgumentParser
import CivilTime
import LineProtocol
import Terminal

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

    @Argument(help: "The proposal.", completion: Completing.refs)
    var ref: String

    @Option(help: ArgumentHelp("As it was after this event of its history.", valueName: "number"))
    var version: Int64?

    @Option(help: ArgumentHelp("As it was at this instant; a day means its end.", valueName: "instant"))
    var at: String?

    @Flag(help: "Also print the events up to that point.")
    var events = false

    mutating func validate() throws {
        guard (version == nil) != (at == nil) else { throw ValidationError("Give --version or --at.") }
    }

    func run() async throws {
        let replay = Verbs.Replay(
            ref: ref, version: version.map { Int($0) },
            at: try at.map { try Instant(option: $0, "--at", endOfDay: true) })
        try await ClientSession.with(connection) { session in
            let answer = try await session.read(replay)
            if session.isJSON { return session.printJSON(answer) }
            let proposal = try answer.end
            let labels = await session.labels(of: proposal)
            try session.console.lines(
                events
                    ? HistoryPage(answer.rows, proposal, labels, session.paint).lines
                    : ShowPage(proposal, labels, session.paint).lines)
        }
    }
}
