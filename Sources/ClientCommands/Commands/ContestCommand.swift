import ArgumentParser
import LineProtocol

/// `chancery contest`
struct ContestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contest",
        abstract: "Contest an editorial revision, or a position that was relayed in your partner's name.",
        discussion: """
            A contested revision becomes substantive: the round closes and the text must be circulated again. A contested \
            position is taken back: your partner's own earlier position stands again, or it counts as not heard.

            Examples:
              chancery contest ASEM-2026-0001
              chancery contest ASEM-2026-0001 --revision 4
              chancery contest ASEM-2026-0001 --position
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var decided: DecidedOption

    @Argument(help: "The proposal.", completion: Completing.refs)
    var ref: String

    @Option(help: ArgumentHelp("The revision. Default: the latest.", valueName: "number"))
    var revision: Int64?

    @Flag(help: "Contest the position that was relayed for your partner.")
    var position = false

    @Option(help: ArgumentHelp("The partner, if you speak for several.", valueName: "id"))
    var partner: String?

    @Option(help: ArgumentHelp("The invitation that the position was relayed on.", valueName: "number"))
    var invitation: Int64?

    mutating func validate() throws {
        guard !(position && revision != nil) else {
            throw ValidationError("Use --revision or --position, not both.")
        }
        guard position || partner == nil else { throw ValidationError("--partner goes with --position only.") }
        guard position || invitation == nil else { throw ValidationError("--invitation goes with --position only.") }
    }

    func run() async throws {
        var contest = Verbs.Contest()
        contest.ref = ref
        contest.revision = revision.map { Int($0) }
        contest.position = position
        contest.invitation = invitation.map { Int($0) }
        contest.decided = try Decided(decided)
        try await ClientSession.with(connection) { [contest] session in
            var contest = contest
            contest.partner = try await session.partner(partner, of: ref)
            let answer = try await session.write(contest, write)
            let taken = TakenWord("--partner", partner, contest.partner)
            try session.printWrite(answer, taken: [taken].compactMap { $0 })
        }
    }
}
