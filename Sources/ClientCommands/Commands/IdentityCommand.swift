import ArgumentParser
import CanonicalJSON
import CivilTime
import LineProtocol
import Terminal

/// `chancery identity`
struct IdentityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "identity", abstract: "Link accounts to identity providers and certificates.",
        subcommands: [Link.self, End.self, List.self])

    struct Link: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let somebody whom an identity provider or a certificate vouches for log in to an account.",
            discussion: """
                Whoever logs in at a provider without a link is shown both words: give them as they are, and make sure that it \
                is the person whose account it is who told you. For a client certificate, write certificate and a name in it.

                Examples:
                  chancery identity link asem/cp-FR https://login.example.org 248289761001
                  chancery identity link asem/cp-FR certificate uri:chancery:asem/cp-FR
                """)

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var write: WriteOptions

        @Argument(help: "The account.")
        var account: String
        @Argument(help: "The provider's address, as the server's settings have it, or certificate.")
        var issuer: String
        @Argument(help: "What the provider calls the person, or a name of the certificate: uri:…, email:… or dns:….")
        var subject: String

        func run() async throws {
            var change = Verbs.Identity.Change()
            change.issuer = issuer
            change.subject = subject
            let request = Verbs.Identity(account: account, change)
            try await ClientSession.with(connection) { session in
                let answer = try await session.write(request, write)
                try session.print(answer) {
                    ["\(TerminalText.line(account)): linked as \(TerminalText.line($0.id))"]
                }
            }
        }
    }

    struct End: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a link, and the sessions that were opened by it.",
            discussion: "Example:\n  chancery identity end asem/contact-point-FR id-5f0c1d2e3a4b5c6d")

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var write: WriteOptions

        @Argument(help: "The account.")
        var account: String
        @Argument(help: "The link, as `chancery identity list` shows it.")
        var id: String

        func run() async throws {
            var change = Verbs.Identity.Change()
            change.end = id
            let request = Verbs.Identity(account: account, change)
            try await ClientSession.with(connection) { session in
                let answer = try await session.write(request, write)
                try session.print(answer) {
                    let word = $0.registry.change.events == [] ? "ended already" : "ended"
                    return ["\(TerminalText.line(account)): \(TerminalText.line(id)) \(word)"]
                }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List an account's links, including those that have ended.",
            discussion: "Example:\n  chancery identity list asem/contact-point-FR")

        @OptionGroup var connection: ConnectionOptions

        @Argument(help: "The account.")
        var account: String

        func run() async throws {
            try await ClientSession.with(connection) { session in
                let answer = try await session.read(Verbs.Identity(account: account))
                if session.isJSON { return session.printJSON(answer) }
                let rows = try answer.rows
                var table = Table([
                    .init("LINK"), .init("ISSUER", mayWrap: true), .init("SUBJECT", mayWrap: true), .init("UNTIL"),
                ])
                for row in rows {
                    table.add([row.id, row.issuer, row.subject ?? "erased", row.until?.description ?? ""])
                }
                let none = "\(TerminalText.line(account)) is linked to no identity provider"
                session.console.lines(rows.isEmpty ? [none] : try table.lines(session.paint))
            }
        }
    }
}
