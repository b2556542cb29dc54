import ArgumentParser
import PostgresStore
import Terminal

/// Brings a database to the schema of this program.
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Set up a PostgreSQL database, or bring it to this version's schema.",
        discussion: """
            Creates the roles chancery_owner and chancery_app if they are missing, applies missing migrations, and prints the \
            administrator's token the first time. Connect as a user who may create roles. It is safe to run again.

            A run that was killed before it printed the token left one that nobody knows: --another-token issues another, as long as \
            nobody has used the server. Later, `chancery token issue server/admin` does.

            Examples:
              chancery init --database 'host=/run/postgresql dbname=chancery'
              chancery init --database 'dbname=chancery' --another-token
            """)

    @Option(help: ArgumentHelp("The libpq connection string of the database.", valueName: "conninfo"))
    var database: String
    @Flag(help: "Issue another administrator's token, where no account and no forum was made with the first.")
    var anotherToken = false

    func run() async throws {
        let console = Console.current
        let setup = DatabaseSetup(conninfo: database)
        let outcome = try await setup.migrate()
        for role in outcome.createdRoles { console.line("created the role \(role)") }
        for name in outcome.applied { console.line("applied \(name)") }
        if outcome.applied.isEmpty { console.line("the database is up to date") }
        if let token = try await setup.openServer(as: StoreRole.owner, again: anotherToken) {
            console.line("the administrator's token, shown this once: \(token)")
        } else if anotherToken {
            throw CommandFailure.notDone([
                "no other token was issued: the server is in use, or its record takes no more writes; issue one with "
                    + "`chancery token issue server/admin`, by an administrator's token"
            ])
        }
    }
}
