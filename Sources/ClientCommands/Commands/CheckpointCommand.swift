import ArgumentParser
import LineProtocol
import Terminal

/// `chancery checkpoint`
struct CheckpointCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint", abstract: "Print the newest signed checkpoint of a forum's record.",
        discussion: """
            The standard output is the signed note, to keep or compare. --key prints the public key that signs it, for a \
            policy.

            Examples:
              chancery checkpoint --forum asem > asem.note
              chancery checkpoint --forum asem --size 1200
              printf 'log %s\\nquorum none\\n' "$(chancery checkpoint --key)" > policy
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var forum: ForumOption

    @Option(help: ArgumentHelp("The checkpoint of this size.", valueName: "number"))
    var size: Int64?

    @Flag(help: "The newest checkpoint that a quorum of the server's policy has cosigned.")
    var witnessed = false

    @Flag(help: "Print the public key that signs the record.")
    var key = false

    func validate() throws {
        if size != nil, witnessed { throw ValidationError("use --size or --witnessed, not both") }
    }

    func run() async throws {
        try await ClientSession.with(connection, login: .optional) { session in
            var checkpoint = Verbs.Checkpoint(forum: try await session.forum(forum.forum))
            checkpoint.size = size.map { Int($0) }
            checkpoint.witnessed = witnessed
            let answer = try await session.read(checkpoint)
            let shown = Verbs.Checkpoint.End(answer.sent.object)
            if let why = shown.diverged {
                session.console.errorLine(
                    "chancery: the record is no longer what was signed: \(TerminalText.line(why))")
            }
            if session.isJSON { return session.printJSON(answer) }
            let end = try answer.end
            if key { return session.console.line(TerminalText.line(end.key)) }
            session.console.write(TerminalText.block(end.note))
        }
    }
}
