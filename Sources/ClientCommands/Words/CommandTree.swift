import ArgumentParser

/// The program whose command line is read. What is said of a command that does not exist, and the completion scripts, go over its commands.
enum CommandTree {
    @TaskLocal static var root: any ParsableCommand.Type = ClientProgram.self

    /// The client's commands alone, where no program says otherwise.
    private struct ClientProgram: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "chancery", groupedSubcommands: ClientCommands.groups)
    }
}
