import ArgumentParser
import CanonicalJSON
import LineClient
import LineProtocol

/// `chancery watch`
struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Print events as they happen, until interrupted.",
        discussion: """
            Each event brings a cursor; --after CURSOR goes on from there without missing or repeating one. When the \
            connection ends, the last cursor is printed on the standard error.

            Examples:
              chancery watch
              chancery watch --json --after asem:1203:5f1c9a20 --count 10
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var forum: ForumOption

    @Option(help: ArgumentHelp("Begin after this cursor.", valueName: "cursor"))
    var after: String?

    @Option(help: ArgumentHelp("Stop after so many events.", valueName: "number"))
    var count: Int?

    func run() async throws {
        try await ClientSession.with(connection) { session in
            // The last one that an event brought: the one given may be what is wrong.
            var cursor: String?
            var seen = 0
            do {
                if count == 0 { return }
                let forum = try await session.forum(self.forum.forum)
                for try await event in try session.client.watch(forum, after: after) {
                    cursor = event["cursor"]?.string ?? cursor
                    if session.isJSON {
                        session.printJSON(event)
                    } else {
                        session.console.line(WatchText(session.paint).line(event))
                    }
                    seen += 1
                    if let count, seen >= count { return }
                }
            } catch {
                if let cursor { session.console.errorLine("chancery: go on with --after \(PlainText.line(cursor))") }
                switch error {
                case let failure as Failure: throw CommandFailure.refused(failure)
                case let failure as ClientError: throw CommandFailure.broken(failure)
                default: throw error
                }
            }
        }
    }
}
