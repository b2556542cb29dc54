import ArgumentParser
import CanonicalJSON
import LineProtocol

/// `chancery inbox`
struct InboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox", abstract: "List what is waiting for you, the nearest deadline first.",
        discussion: "Example:\n  chancery inbox")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var table: TableOptions
    @OptionGroup var forum: ForumOption

    func run() async throws {
        try await ClientSession.with(connection) { session in
            let forum = try await session.forum(self.forum.forum)
            let (rows, answer) = try await session.pages(.inbox, [forum], all: true)
            try session.print(rows, answer, InboxPage(rows, session.paint(table)).lines())
        }
    }
}
