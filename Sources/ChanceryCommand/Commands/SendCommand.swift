import ArgumentParser
import CanonicalJSON
import LineClient
import LineProtocol

/// `chancery send`
struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Send raw request lines and print the reply lines.",
        discussion: """
            Logs in first where a token is known. Each argument is one line; without arguments the lines come from the \
            standard input. A WATCH goes on beside the lines that follow it.

            Examples:
              chancery send 'a SHOW ASEM-2026-0001'
              chancery send --no-login < transcript.txt
            """)

    @OptionGroup var connection: ConnectionOptions

    @Flag(help: "Do not log in first.")
    var noLogin = false

    @Argument(help: "Request lines: TAG VERB ARGUMENTS {OBJECT}.")
    var lines: [String] = []

    func run() async throws {
        try await ClientSession.with(connection, login: noLogin ? .none : .optional) { session in
            let console = session.console
            let outcome = try await withThrowingTaskGroup(of: Bool.self, returning: Bool.self) { group in
                var isGood = true
                var rest = lines[...]
                while let line = lines.isEmpty ? console.readLine() : rest.popFirst() {
                    guard !line.isEmpty else { continue }
                    let replies = try session.client.send(line: line)
                    if Self.isWatch(line) {
                        group.addTask { try await Self.printReplies(replies, console) }
                    } else if try await !Self.printReplies(replies, console) {
                        isGood = false
                    }
                    guard session.client.isOpen else { break }
                }
                for try await one in group where !one { isGood = false }
                return isGood
            }
            if !outcome { throw CommandFailure.notDone([]) }
        }
    }

    private static func isWatch(_ line: String) -> Bool {
        let words = line.split(separator: " ", maxSplits: 2)
        return words.count > 1 && words[1] == "WATCH"
    }

    /// Prints the replies of one line; answers whether it ended well.
    private static func printReplies(_ replies: LineClient.Replies, _ console: Console) async throws -> Bool {
        var isGood = true
        do {
            for try await reply in replies {
                console.line(reply.line)
                switch reply {
                case .error: isGood = false
                case .bye(let object): isGood = object["code"] == nil
                case .row, .event, .ok, .hello, .ping: break
                }
            }
        } catch let error as ClientError {
            throw CommandFailure.broken(error)
        }
        return isGood
    }
}

/// `chancery ping`
struct PingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ping", abstract: "Ask whether the server answers.", discussion: "Example:\n  chancery ping")

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await ClientSession.with(connection, login: .none) { session in
            let answer = try await session.ask(.ping).object
            let server = PlainText.line(session.client.hello["server"]?.string ?? "the server")
            let now = answer["now"]?.string.map { ", its clock says \(PlainText.line($0))" } ?? ""
            session.print(answer, ["\(server) answers at \(session.client.address)\(now)"])
        }
    }
}

/// `chancery completions`
struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "Print a script that completes commands in a shell.",
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
        case "bash": Console.current.line(ChanceryCommand.completionScript(for: .bash))
        case "zsh": Console.current.line(ChanceryCommand.completionScript(for: .zsh))
        case "fish": Console.current.line(ChanceryCommand.completionScript(for: .fish))
        default: throw CommandFailure.usage("there are completions for bash, zsh and fish")
        }
    }
}
