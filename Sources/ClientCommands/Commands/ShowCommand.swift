import ArgumentParser
import LineProtocol
import Terminal

/// `chancery show`
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a proposal as it is now.",
        discussion: """
            It shows the positions of the current round. --round shows those of any round, with their reasons in full.

            Examples:
              chancery show ASEM-2026-0001
              chancery show ASEM-2026-0001 --round 1
            """)

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: "The proposal.", completion: Completing.refs)
    var ref: String

    @Option(help: ArgumentHelp("Show what was said in this round, with the reasons in full.", valueName: "number"))
    var round: Int64?

    mutating func validate() throws {
        if let round, round < 1 { throw ValidationError("Rounds are numbered from 1: --round 1.") }
    }

    func run() async throws {
        try await ClientSession.with(connection, login: .optional) { session in
            if let round {
                let answer = try await session.read(Verbs.Show(ref: ref, round: Int(round)))
                if session.isJSON { return session.printJSON(answer) }
                let shown = try answer.end.round ?? Verbs.Show.Round()
                let labels = await session.labels(of: shown)
                return session.console.lines(RoundPage(try answer.rows, shown, labels, session.paint).lines)
            }
            let answer = try await session.read(Verbs.Show(ref: ref))
            if session.isJSON { return session.printJSON(answer) }
            let proposal = try answer.proposal
            session.console.lines(ShowPage(proposal, await session.labels(of: proposal), session.paint).lines)
        }
    }
}
