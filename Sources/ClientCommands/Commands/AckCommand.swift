import ArgumentParser
import LineProtocol

/// `chancery ack`
struct AckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack", abstract: "Acknowledge receipt of a circulation.",
        discussion: "Example:\n  chancery ack ASEM-2026-0001")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var decided: DecidedOption

    @Argument(help: "The proposal.", completion: Completing.refs)
    var ref: String

    @Option(help: ArgumentHelp("The partner, if you speak for several.", valueName: "id"))
    var partner: String?

    func run() async throws {
        var ack = Verbs.Ack()
        ack.ref = ref
        ack.decided = try Decided(decided)
        try await ClientSession.with(connection) { [ack] session in
            var ack = ack
            ack.partner = try await session.partner(partner, of: ref)
            let answer = try await session.write(ack, write)
            let taken = TakenWord("--partner", partner, ack.partner)
            try session.printWrite(answer, taken: [taken].compactMap { $0 })
        }
    }
}
