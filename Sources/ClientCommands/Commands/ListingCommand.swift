import ArgumentParser
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
            var listing = Verbs.Listing()
            listing.group = group
            listing.year = Int(year)
            listing.refs = refs
            try await send(listing, connection, forum, write)
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
            var listing = Verbs.Listing()
            listing.group = group
            listing.year = Int(year)
            listing.submit = true
            try await send(listing, connection, forum, write)
        }
    }
}

private func send(
    _ listing: Verbs.Listing, _ connection: ConnectionOptions, _ forum: ForumOption, _ write: WriteOptions
) async throws {
    try await ClientSession.with(connection) { session in
        var listing = listing
        listing.forum = try await session.forum(forum.forum)
        let answer = try await session.write(listing, write)
        try session.printWrite(answer, of: "\(listing.group) \(listing.year)")
    }
}
