import ArgumentParser
import CanonicalJSON

extension AccountCommand {
    /// `chancery account import`
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account for each partner of the forum, with a token in a file of its own.",
            discussion: """
                One account per partner, with every --role given; with none, with the role that takes positions for a partner in \
                the forum's lifecycles. Tokens are written to \
                DIR/PARTNER.token, readable by their owner alone. Done again it changes nothing: accounts and tokens that \
                are there stay as they are.

                Examples:
                  chancery account import --tokens tokens
                  chancery account import --role contact-point --role proposer --tokens tokens
                """)

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var forum: ForumOption

        @Option(help: ArgumentHelp("The directory for the tokens; no tokens are made without it.", valueName: "dir"))
        var tokens: String?

        @Option(help: ArgumentHelp("A role of each account; may be given many times.", valueName: "role"))
        var role: [String] = []

        @Option(help: ArgumentHelp("Tokens expire at the end of this day, or at this instant.", valueName: "instant"))
        var expires: String?

        func run() async throws {
            try await ClientSession.with(connection) { session in
                let forum = try await session.forum(self.forum.forum)
                let roles = role.isEmpty ? try await session.speakers(forum) : role
                let made = try await AccountImport(session, forum: forum, roles: roles, tokens: tokens).run(
                    expires: try expires.map { try JSONObject.instant($0, "--expires") })
                session.print(
                    [
                        "forum": .string(forum), "accounts": .integer(Int64(made.accounts)),
                        "appointments": .integer(Int64(made.appointments)), "tokens": .integer(Int64(made.tokens)),
                        "partners": .integer(Int64(made.partners)),
                    ],
                    [
                        "\(made.partners) partners: \(made.accounts) accounts made, \(made.appointments) appointments added, "
                            + "\(made.tokens) tokens written" + (tokens.map { " to \($0)" } ?? "")
                    ])
            }
        }
    }
}
