import ArgumentParser
import LineProtocol
import Terminal
import Wording

/// `chancery export`
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a bundle that anyone can check offline.",
        discussion: """
            A bundle of a proposal holds its events, those of the registry, and a proof for each that it is in the signed \
            record. A bundle of a forum holds the whole record and is for auditors and administrators. Check it with \
            `chancery verify`.

            Examples:
              chancery export ASEM-2026-0001 --out asem-2026-0001.bundle
              chancery export --forum asem --out asem.bundle
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var forum: ForumOption

    @Argument(help: "The proposal. Default: the whole forum.", completion: Completing.refs)
    var ref: String?

    @Option(help: ArgumentHelp("The file to write; - is the standard output.", valueName: "file"), completion: .file())
    var out: String

    @Flag(help: "End it at the newest checkpoint that a quorum of the server's policy has cosigned.")
    var witnessed = false

    func validate() throws {
        if ref != nil, forum.forum != nil { throw ValidationError("give either a proposal or --forum, not both") }
    }

    func run() async throws {
        try await ClientSession.with(connection) { session in
            let subject: String
            if let ref { subject = ref } else { subject = try await session.forum(forum.forum) }
            let answer = try await session.read(Verbs.Export(subject: subject, witnessed: witnessed))
            let text = try answer.rows.map(\.text).joined()
            guard out != "-" else { return session.console.write(text) }
            try write(text)
            let end = try answer.end
            session.printEnd(
                answer,
                [
                    "\(TerminalText.line(out)): \(counted(end.events, "event")), \(text.utf8.count) bytes, as of checkpoint \(end.size)"
                ])
        }
    }

    private func write(_ text: String) throws {
        do { try LocalFile.writeShared(text, to: out) } catch {
            throw CommandFailure.notDone(["\(TerminalText.line(out)) \(error.sentence)"])
        }
    }
}
