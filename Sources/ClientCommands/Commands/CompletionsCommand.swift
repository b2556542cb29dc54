import ArgumentParser
import LineProtocol
import Terminal

/// `chancery completions`
struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "Print a completion script for a shell.",
        discussion: """
            Examples:
              chancery completions bash > /etc/bash_completion.d/chancery
              chancery completions zsh > ~/.zfunc/_chancery
              chancery completions fish > ~/.config/fish/completions/chancery.fish
            """)

    @Argument(help: "bash, zsh or fish.", completion: .list(["bash", "zsh", "fish"]))
    var shell: String

    func run() throws {
        switch shell {
        case "bash": Console.current.line(CommandTree.root.completionScript(for: .bash))
        case "zsh": Console.current.line(CommandTree.root.completionScript(for: .zsh))
        case "fish": Console.current.line(CommandTree.root.completionScript(for: .fish))
        default: throw CommandFailure.usage("completions are available for bash, zsh and fish")
        }
    }
}
