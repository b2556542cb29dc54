import ArgumentParser
import CanonicalJSON
import CivilTime
import LineProtocol
import Terminal

/// `chancery token`
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Issue and revoke access tokens.", subcommands: [Issue.self, Revoke.self])

    struct Issue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Issue a token. It is shown once; the server keeps only its hash.",
            discussion: """
                Example:
                  chancery token issue asem/contact-point-FR --expires 2026-12-31 \\
                      --out fr.token
                """)

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var write: WriteOptions

        @Argument(help: "The account.")
        var account: String
        @Option(
            help: ArgumentHelp(
                "The last day, or an instant. Default: no end.", valueName: "instant"))
        var expires: String?
        @Option(
            help: ArgumentHelp(
                "Write it to this file, readable by its owner alone, instead of showing it.", valueName: "file"),
            completion: .file())
        var out: String?

        func run() async throws {
            var request = Verbs.Token()
            request.account = account
            request.expires = try expires.map { Moment(try Instant(option: $0, "--expires", endOfDay: true)) }
            try await ClientSession.with(connection) { [request] session in
                let answer = try await session.write(request, write)
                guard let file = out, file != "-" else { return try session.print(answer) { [$0.token] } }
                try AccountImport.keep(try answer.written.token, in: file)
                var told = answer.sent
                told["token"] = nil
                told["file"] = .string(file)
                session.print(told, ["\(TerminalText.line(account)): token written to \(file)"])
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revoke one token of an account, or all of them.",
            discussion:
                "Examples:\n  chancery token revoke asem/contact-point-FR\n  chancery token revoke asem/contact-point-FR --id tk-31"
        )

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var write: WriteOptions

        @Argument(help: "The account.")
        var account: String
        @Option(help: ArgumentHelp("Only this token.", valueName: "token-id"))
        var id: String?

        func run() async throws {
            var request = Verbs.Revoke()
            request.account = account
            request.token = id
            try await ClientSession.with(connection) { [request] session in
                let answer = try await session.write(request, write)
                try session.print(answer) {
                    let revoked = $0.revoked.map { TerminalText.line($0) }
                    return [
                        "\(TerminalText.line(account)): "
                            + (revoked.isEmpty ? "nothing to revoke" : "revoked \(revoked.joined(separator: ", "))")
                    ]
                }
            }
        }
    }
}
