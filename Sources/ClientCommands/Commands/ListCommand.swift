import ArgumentParser
import CanonicalJSON
import CivilTime
import ImportFiles
import LineProtocol

/// `chancery list`
struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List proposals, without those of past activities.",
        discussion: """
            Past activities are in the archive: --origin archive lists it, --origin all lists both.

            Examples:
              chancery list --state circulated
              chancery list --partner JP --track work-programme
              chancery list --origin archive --from 2016-01-01 --to 2016-12-31
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var table: TableOptions
    @OptionGroup var forum: ForumOption

    @Option(help: ArgumentHelp("Only in this state.", valueName: "state"))
    var state: String?
    @Option(help: ArgumentHelp("Only those of this partner, as proposer or organiser.", valueName: "id"))
    var partner: String?
    @Option(help: ArgumentHelp("Only those of partners in this region.", valueName: "region"))
    var region: String?
    @Option(help: ArgumentHelp("Only on this track.", valueName: "track"))
    var track: String?
    @Option(help: ArgumentHelp("Only in this area of focus.", valueName: "area"))
    var focusArea: String?
    @Option(
        help: ArgumentHelp("live, archive or all.", valueName: "origin"), completion: .list(["live", "archive", "all"]))
    var origin = "live"
    @Option(help: ArgumentHelp("Only activities on or after this day.", valueName: "day"))
    var from: String?
    @Option(help: ArgumentHelp("Only activities on or before this day.", valueName: "day"))
    var to: String?
    @Option(help: ArgumentHelp("Start after this proposal.", valueName: "ref"))
    var after: String?
    @Option(help: ArgumentHelp("List at most this many. Default: all.", valueName: "number"))
    var limit: Int?

    func run() async throws {
        try await ClientSession.with(connection, login: .optional) { session in
            let forum = try await session.forum(self.forum.forum)
            var list = Verbs.List(forum: forum)
            list.states = state.map(ListCommand.atoms)
            list.region = region.map(ListCommand.atom)
            list.track = track.map(ListCommand.atom)
            list.focusArea = focusArea
            list.origin = origin == "all" ? nil : origin
            if let partner { list.partner = try await session.partner(partner, in: forum) }
            list.from = try from.map { try CivilDate(sentOption: $0, "from") }
            list.to = try to.map { try CivilDate(sentOption: $0, "to") }
            list.after = after
            list.limit = limit
            let answer = try await session.pages(list, all: limit == nil)
            try session.print(
                answer,
                ListText.lines(
                    Tables.proposals(answer.rows, session.paint(table)), answer.end,
                    hint: origin == "live" ? "past activities: --origin archive" : nil))
        }
    }

    /// A label as a word of a request line; the server reads it like the label (`Under review` as `Under-review`).
    private static func atom(_ text: String) -> String {
        String(
            text.unicodeScalars.map {
                $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0)) ? Character($0) : "-"
            })
    }

    /// Several labels, separated by commas.
    private static func atoms(_ text: String) -> [String] {
        text.split(separator: ",").map { atom(PartnerNames.trimmed($0)) }
    }
}
