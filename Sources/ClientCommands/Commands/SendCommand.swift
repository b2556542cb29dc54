import ArgumentParser
import CanonicalJSON
import LineClient
import LineProtocol
import Terminal

/// `chancery send`
struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Send raw request lines and print the reply lines.",
        discussion: """
            Logs in first if it has a token. Each argument is one line; without arguments, lines are read from the \
            standard input. A WATCH keeps running while the lines after it are answered.

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
                        group.addTask { try await Self.printReplies(replies, to: line, console) }
                    } else if try await !Self.printReplies(replies, to: line, console) {
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
    private static func printReplies(
        _ replies: LineClient.Replies, to line: String, _ console: Console
    ) async throws -> Bool {
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
            guard let request = try? Request.parse(Array(line.utf8)) else { throw CommandFailure.broken(error) }
            throw LostWrite.failure(error, request, key: request.key)
        }
        return isGood
    }
}
