import ArgumentParser
import ClientCommands
import Glibc
import ServerCommands
import Terminal

/// The executable `chancery`: the commands of the server and those of the client, under one name.
@main
struct ChanceryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chancery",
        abstract: "An approval server for bodies that decide by consensus, and its client.",
        discussion: """
            Client commands talk to the server in CHANCERY_SERVER (127.0.0.1:7420) with the access token in CHANCERY_TOKEN \
            or in the file CHANCERY_TOKEN_FILE, or with what `chancery login` saved.

            On a terminal, long output goes through CHANCERY_PAGER, PAGER or less; --no-pager prints it at once.

            Exit status: 0 done, 1 refused (the reason is on the standard error), 2 wrong usage, 3 server unreachable.
            """,
        version: "chancery \(Version.text)",
        subcommands: ServerCommands.all + [ClientCommands.tour],
        groupedSubcommands: ClientCommands.groups)

    /// Runs the process's own command line.
    static func main() async {
        Glibc.exit(await CommandProgram.process(of: self).rawValue)
    }

    /// Runs a command line in the current console; answers the exit status.
    static func run(_ arguments: [String]) async -> ExitStatus { await CommandProgram.run(arguments, of: self) }
}
