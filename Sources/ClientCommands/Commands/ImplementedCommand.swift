import ArgumentParser
import CanonicalJSON
import LineProtocol

/// `chancery implemented`
struct ImplementedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "implemented", abstract: "Record what became of an activity: held, postponed or cancelled.",
        discussion: """
            Examples:
              chancery implemented ASEM-2026-0001 --starts 2026-09-01 --ends 2026-09-02
              chancery implemented ASEM-2026-0001 --status postponed --reason "Flood."
              chancery implemented ASEM-2026-0001 --status postponed \\
                  --reason "Flood." --starts 2027-03-01 --ends 2027-03-02
              chancery implemented ASEM-2026-0001 --status cancelled --reason "No funds."
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var decided: DecidedOption

    @Argument(help: "The proposal.", completion: Completing.refs)
    var ref: String

    @Option(help: ArgumentHelp("The actual first day; for a postponed activity, the new one.", valueName: "day"))
    var starts: String?

    @Option(help: ArgumentHelp("The actual last day; for a postponed activity, the new one.", valueName: "day"))
    var ends: String?

    @Option(
        help: ArgumentHelp("held, postponed or cancelled. Default: held.", valueName: "status"),
        completion: .list(["held", "postponed", "cancelled"]))
    var status: String?

    @Option(help: ArgumentHelp("Why it was postponed or cancelled.", valueName: "text"))
    var reason: String?

    @Option(help: ArgumentHelp("The outcomes, if you give them here.", valueName: "text"))
    var outcomes: String?

    func run() async throws {
        var implemented = Verbs.Implemented()
        implemented.ref = ref
        for (key, value) in [
            ("starts", starts), ("ends", ends), ("status", status), ("reason", reason), ("outcomes", outcomes),
        ] { implemented.inputs[key] = value.map { .string($0) } }
        implemented.decided = try Decided(decided)
        try await ClientSession.with(connection) { [implemented] session in
            let answer = try await session.write(implemented, write)
            try session.printWrite(answer)
        }
    }
}
