import ArgumentParser
import CanonicalJSON
import LineProtocol

/// `chancery listing`
struct ListingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "listing",
        abstract: "Keep the list of activities that your group envisages for a year; listing decides nothing.",
        discussion: "The view of the kind listing shows the list, and what could stand on it.",
        subcommands: [Draw.self, Submit.self])

    struct Draw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Draw the list up, or anew while it is not submitted.",
            discussion: "Example:\n  chancery listing draw ASEAN --year 2027 ASEM-2026-0004")

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var forum: ForumOption
        @OptionGroup var write: WriteOptions

        @Argument(help: "The group.")
        var group: String
        @Argument(help: "The proposals on it, in their order.")
        var refs: [String]
        @Option(help: ArgumentHelp("The year that it is for.", valueName: "year"))
        var year: Int64

        func run() async throws {
            try await listing(
                connection, forum, write, group, ["year": .integer(year), "refs": .strings(refs)])
        }
    }

    struct Submit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Submit the list; it is frozen from then on.",
            discussion: "Example:\n  chancery listing submit ASEAN --year 2027")

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var forum: ForumOption
        @OptionGroup var write: WriteOptions

        @Argument(help: "The group.")
        var group: String
        @Option(help: ArgumentHelp("The year that it is for.", valueName: "year"))
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
