import ArgumentParser
import CivilTime
import LineProtocol

/// `chancery partners`
struct PartnersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "partners", abstract: "List a forum's partners.",
        discussion: "Examples:\n  chancery partners\n  chancery partners --at 2009-01-01")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var table: TableOptions
    @OptionGroup var forum: ForumOption

    @Option(help: ArgumentHelp("The partners on this day.", valueName: "day"))
    var at: String?

    func run() async throws {
        try await ClientSession.with(connection) { session in
            let forum = try await session.forum(self.forum.forum)
            var partners = Verbs.Partners(forum: forum)
            partners.at = try at.map { try CivilDate(sentOption: $0, "at") }
            let answer = try await session.read(partners)
            try session.print(
                answer, ListText.lines(Tables.partners(answer.rows, session.paint(table)), answer.end))
        }
    }
}
