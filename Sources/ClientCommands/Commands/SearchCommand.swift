import ArgumentParser
import CanonicalJSON
import LineProtocol

/// `chancery search`
struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Find proposals by the words in them.",
        discussion: "Example:\n  chancery search water management")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var table: TableOptions
    @OptionGroup var forum: ForumOption

    @Argument(help: "The words.")
    var words: [String]

    func run() async throws {
        try await ClientSession.with(connection) { session in
            let forum = try await session.forum(self.forum.forum)
            var search = Verbs.Search(forum: forum)
            search.text = words.joined(separator: " ")
            let answer = try await session.pages(search)
            try session.print(
                answer,
                ListText.lines(Tables.proposals(answer.rows, session.paint(table)), answer.end)
                    + ListText.instead(answer.end.instead ?? [:]))
        }
    }
}
