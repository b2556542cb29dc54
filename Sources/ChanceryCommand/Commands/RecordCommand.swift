import ArgumentParser
import LineProtocol

/// `chancery record`: the options come from the proposal's lifecycle.
struct RecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Record a fact of the lifecycle; it moves nothing.",
        usage: "chancery record <ref> <fact> [--<input> <value> ...] [--decided-at <instant>] [options]",
        discussion: """
            What a fact takes beside --decided-at comes from the lifecycle; an option that it does not take is answered with a \
            list of those that it does. Days may be given for instants.

            Examples:
              chancery record ASEM-2026-0001 interest --message "A speaker"
              chancery record ACP-2026-0004 first-disbursement --on 2026-02-26
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var write: WriteOptions

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp("The proposal, the fact, and options for its inputs.", valueName: "ref fact"))
    var words: [String] = []

    func run() async throws {
        let given = try GivenWords(words)
        let (ref, fact) = try given.refAndAct("fact", usage: "chancery record REF FACT")
        try await ClientSession.with(connection) { session in
            try await session.send(.record, ref, given, write) { definition in
                try ActInputs(fact: fact, of: definition)
            }
        }
    }
}
