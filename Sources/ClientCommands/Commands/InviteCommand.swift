import ArgumentParser
import CanonicalJSON
import LineProtocol

/// `chancery invite`
struct InviteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite",
        abstract: "Propose to invite somebody from outside the forum to one event, or record the decision.",
        discussion: """
            Partners take positions on it with: chancery position REF STANCE --invitation NUMBER

            Examples:
              chancery invite ASEM-2026-0001 --invitee "World Customs Organization" \\
                  --event "Seminar on Water, Helsinki"
              chancery invite ASEM-2026-0001 --decide 1 --meeting som-2026-06-brussels \\
                  --decision agreed
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var decided: DecidedOption

    @Argument(help: "The proposal.", completion: Completing.refs)
    var ref: String

    @Option(help: ArgumentHelp("Who is to be invited.", valueName: "name"))
    var invitee: String?

    @Option(help: ArgumentHelp("The event.", valueName: "text"))
    var event: String?

    @Option(help: ArgumentHelp("The number of the decided invitation.", valueName: "number"))
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
        var invite = Verbs.Invite()
        invite.ref = ref
        invite.invitation = decide.map { Int($0) }
        invite.invitee = invitee ?? ""
        invite.event = event ?? ""
        invite.decision = decision ?? ""
        invite.meeting = meeting
        invite.decided = try Decided(decided)
        try await ClientSession.with(connection) { [invite] session in
            let answer = try await session.write(invite, write)
            try session.printWrite(answer)
        }
    }
}
