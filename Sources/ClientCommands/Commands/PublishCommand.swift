import ArgumentParser
import CanonicalJSON
import LineProtocol

/// `chancery publish`
struct PublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Record that fields of a proposal were published.",
        discussion: """
            Example:
              chancery publish ASEM-2026-0001 --url https://example.org/seminar \\
                  --fields title,location,starts,ends
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var decided: DecidedOption

    @Argument(help: "The proposal.", completion: Completing.refs)
    var ref: String

    @Option(help: ArgumentHelp("The address of the page.", valueName: "url"))
    var url: String

    @Option(help: ArgumentHelp("The keys of the published fields, separated by commas.", valueName: "keys"))
    var fields: String

    func run() async throws {
        let keys = fields.split(separator: ",").map(String.init)
        var publish = Verbs.Publish()
        publish.ref = ref
        publish.inputs = ["url": .string(url), "fields": .strings(keys)]
        publish.decided = try Decided(decided)
        try await ClientSession.with(connection) { [publish] session in
            let answer = try await session.write(publish, write)
            try session.printWrite(answer)
        }
    }
}
