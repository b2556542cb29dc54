import ArgumentParser
import CanonicalJSON
import CivilTime
import Wording

extension AccountCommand {
    /// `chancery account import`
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create an account for each partner of the forum, with a token in its own file.",
            discussion: """
                Each partner gets one account with every --role given; without --role, with the role that takes positions for a \
                partner in the forum's lifecycles. Tokens are written to DIR/PARTNER.token, readable by their owner alone. \
                Running it again changes nothing: existing accounts and tokens stay as they are.

                Examples:
                  chancery account import --tokens tokens
                  chancery account import --role contact-point --role proposer --tokens tokens
                """)

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var forum: ForumOption

        @Option(
            help: ArgumentHelp("The directory for the tokens. Without it, no tokens are issued.", valueName: "dir"),
            completion: .directory)
        var tokens: String?

        @Option(help: ArgumentHelp("A role for each account; may be repeated.", valueName: "role"))
        var role: [String] = []

        @Option(help: ArgumentHelp("The last day of the tokens, or an instant.", valueName: "instant"))
        var expires: String?

        func run() async throws {
            try await ClientSession.with(connection) { session in
                let forum = try await session.forum(self.forum.forum)
                let roles = role.isEmpty ? try await session.speakers(forum) : role
                let made = try await AccountImport(session, forum: forum, roles: roles, tokens: tokens).run(
                    expires: try expires.map { try Instant(option: $0, "--expires") })
                session.print(
                    [
                        "forum": .string(forum), "accounts": .integer(Int64(made.accounts)),
                        "appointments": .integer(Int64(made.appointments)), "tokens": .integer(Int64(made.tokens)),
                        "partners": .integer(Int64(made.partners)),
                    ],
                    [
                        "\(counted(made.partners, "partner")): \(counted(made.accounts, "account")) created, "
                            + "\(counted(made.appointments, "appointment")) added, "
                            + "\(counted(made.tokens, "token")) written" + (tokens.map { " to \($0)" } ?? "")
                    ])
            }
        }
    }
}
