import ArgumentParser
import CanonicalJSON
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
        guard given.words.count == 2 else {
            throw CommandFailure.usage(
                given.words.count < 2
                    ? "say which proposal and which fact: chancery record REF FACT"
                    : "\"\(PlainText.line(given.words[2]))\" is too much; chancery record REF FACT --option value")
        }
        let (ref, fact) = (given.words[0], given.words[1])
        try await ClientSession.with(connection) { session in
            var object: JSONObject?
            if !given.options.isEmpty {
                let proposal = try await session.ask(.show, [ref]).object
                let definition = try await session.definition(of: proposal)
                object = try ActInputs(fact: fact, of: definition).object(given.options)
            }
            let answer = try await session.ask(
                .record, [ref, fact], key: write.key, if: write.version, object: object)
            session.printWrite(answer.object)
        }
    }
}
