import ArgumentParser
import LineProtocol

/// `chancery record`: the options come from the proposal's lifecycle.
struct RecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Record a fact of the lifecycle. A fact changes no state.",
        usage: "chancery record <ref> <fact> [--<input> <value> ...] [--decided-at <instant>] [options]",
        discussion: """
            The lifecycle says which options a fact takes besides --decided-at. `chancery record REF FACT --help` asks the \
            server and lists them; `chancery record REF --help` lists the facts. A day may be given for an instant.

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
