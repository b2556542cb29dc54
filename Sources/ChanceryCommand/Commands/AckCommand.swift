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

    @Argument(help: "The proposal.", completion: Completing.refs)
    var ref: String

    @Option(help: ArgumentHelp("The partner, if you speak for several.", valueName: "id"))
    var partner: String?

    func run() async throws {
        var object = JSONObject()
        try object.setDecided(decided)
        try await ClientSession.with(connection) { [object] session in
            var object = object
            object["partner"] = try await session.partner(partner, of: ref).map { .string($0) }
            let answer = try await session.ask(.ack, [ref], key: write.key, if: write.version, object: object.orNil)
            let taken = TakenWord("--partner", partner, object["partner"])
            session.printWrite(answer.object, taken: [taken].compactMap { $0 })
        }
    }
}
