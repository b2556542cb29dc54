import ArgumentParser
import CanonicalJSON
import LineProtocol

/// `chancery listing`
struct ListingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "listing",
        abstract: "Keep the list of activities that your group plans for a year. Listing decides nothing.",
        discussion: "A view of the kind `listing` shows the list, and what could be on it.",
        subcommands: [Draw.self, Submit.self])

    struct Draw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Draw up the list, or draw it up again until it is submitted.",
            discussion: "Example:\n  chancery listing draw ASEAN --year 2027 ASEM-2026-0004")

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var forum: ForumOption
        @OptionGroup var write: WriteOptions

        @Argument(help: "The group.")
        var group: String
        @Argument(help: "The proposals on it, in order.")
        var refs: [String]
        @Option(help: ArgumentHelp("The year of the list.", valueName: "year"))
        var year: Int64

        func run() async throws {
            try await listing(
                connection, forum, write, group, ["year": .integer(year), "refs": .strings(refs)])
        }
    }

    struct Submit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Submit the list. From then on it is frozen.",
            discussion: "Example:\n  chancery listing submit ASEAN --year 2027")

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var forum: ForumOption
        @OptionGroup var write: WriteOptions

        @Argument(help: "The group.")
        var group: String
        @Option(help: ArgumentHelp("The year of the list.", valueName: "year"))
        var year: Int64

        func run() async throws {
            try await listing(connection, forum, write, group, ["year": .integer(year), "submit": true])
        }
    }
}

private func listing(
    _ connection: ConnectionOptions, _ forum: ForumOption, _ write: WriteOptions, _ group: String, _ object: JSONObject
) async throws {
    try await ClientSession.with(connection) { session in
        let forum = try await session.forum(forum.forum)
        let answer = try await session.ask(
            .listing, [forum, group], key: write.key, if: write.version, object: object)
        let year = object["year"]?.integer ?? 0
        session.print(answer.object, RegistryText.lines(answer.object, "\(group) \(year)", session.paint))
    }
}
