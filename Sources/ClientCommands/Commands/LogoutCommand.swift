import ArgumentParser
import Terminal

/// `chancery logout`
struct LogoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout", abstract: "Remove a profile that `chancery login` saved.",
        discussion: """
            Removes the profile, and the token if login saved it. A token file of your own stays. The token itself keeps \
            working until it expires or an administrator revokes it.

            Example:
              chancery logout trial
            """)

    @Argument(help: "The profile's name.")
    var name: String = Profile.standard

    func run() async throws {
        let console = Console.current
        try Profile.remove(name, console)
        console.line("\(name): forgotten")
    }
}
