import ArgumentParser

/// `chancery logout`
struct LogoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout", abstract: "Forget a profile that chancery login kept.",
        discussion: """
            Removes the profile, and the token that login read and kept. A token file of your own stays. The token itself goes \
            on working until it expires or an administrator revokes it.

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
