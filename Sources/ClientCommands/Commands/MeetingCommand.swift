import ArgumentParser
import CanonicalJSON
import CivilTime
import LineProtocol

/// `chancery meeting`
struct MeetingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "meeting", abstract: "Keep the forum's meetings: when they are planned, and when they were held.",
        subcommands: [Schedule.self, Held.self, List.self])

    struct Schedule: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Plan a meeting, or change its plan.",
            discussion: """
                A new meeting needs its kind and its first day. For a planned meeting, only what you give changes; --clear \
                removes a value.

                Example:
                  chancery meeting schedule som-2026-06-brussels --kind som \\
                      --starts 2026-06-22 --ends 2026-06-23 \\
                      --city Brussels --country Belgium
                  chancery meeting schedule som-2026-06-brussels --clear city
                """)

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var forum: ForumOption
        @OptionGroup var write: WriteOptions

        @Argument(help: "The meeting's id.")
        var meeting: String

        @Option(help: ArgumentHelp("Its kind, one of those that the forum lists (som, summit, …).", valueName: "kind"))
        var kind: String?
        @Option(help: ArgumentHelp("The first day.", valueName: "day"))
        var starts: String?
        @Option(
            help: ArgumentHelp(
                "The last day; of a meeting of one day, and of a new one, the first when left out.", valueName: "day"))
        var ends: String?
        @Option(help: ArgumentHelp("Its name.", valueName: "text"))
        var name: String?
        @Option(help: ArgumentHelp("Where.", valueName: "city"))
        var city: String?
        @Option(help: ArgumentHelp("The country.", valueName: "country"))
        var country: String?
        @Option(help: ArgumentHelp("The source of this information.", valueName: "text"))
        var source: String?
        @Option(
            help: ArgumentHelp(
                "What is planned no longer: name, city, country or source; may be repeated.", valueName: "value"))
        var clear: [Clearable] = []

        /// What a meeting can be without.
        enum Clearable: String, CaseIterable, ExpressibleByArgument {
            case name, city, country, source
        }

        func validate() throws {
            let given = [("name", name), ("city", city), ("country", country), ("source", source)]
            for (key, value) in given where value != nil && clear.contains(where: { $0.rawValue == key }) {
                throw ValidationError("--\(key) is given, and --clear removes it; use one of the two")
            }
        }

        func run() async throws {
            try await ClientSession.with(connection) { session in
                var request = Verbs.Meeting()
                request.forum = try await session.forum(self.forum.forum)
                request.meeting = meeting
                request.change = try change()
                let answer = try await session.write(request, write)
                try session.printWrite(answer, of: meeting)
            }
        }

        /// What is said of the meeting.
        private func change() throws -> Verbs.Meeting.Change {
            func said(_ text: String?, _ key: Clearable) -> Said<String> {
                Said(isNamed: clear.contains(key), text)
            }
            var change = Verbs.Meeting.Change()
            change.kind = Said(isNamed: false, kind)
            change.starts = Said(isNamed: false, try starts.map { try CivilDate(sent: $0, "starts") })
            change.ends = Said(isNamed: false, try ends.map { try CivilDate(sent: $0, "ends") })
            change.name = said(name, .name)
            change.city = said(city, .city)
            change.country = said(country, .country)
            change.source = said(source, .source)
            return change
        }
    }

    struct Held: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Record when a meeting was held.",
            discussion: """
                Example:
                  chancery meeting held som-2026-06-brussels \\
                      --starts 2026-06-22 --ends 2026-06-23
                """)

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var forum: ForumOption
        @OptionGroup var write: WriteOptions

        @Argument(help: "The meeting's id.")
        var meeting: String

        @Option(help: ArgumentHelp("The first day on which it was held.", valueName: "day"))
        var starts: String
        @Option(help: ArgumentHelp("The last day. Default: the first day.", valueName: "day"))
        var ends: String?

        func run() async throws {
            try await ClientSession.with(connection) { session in
                var request = Verbs.Held()
                request.forum = try await session.forum(self.forum.forum)
                request.meeting = meeting
                request.starts = .value(try CivilDate(sent: starts, "starts"))
                request.ends = .value(try CivilDate(sent: ends ?? starts, "ends"))
                let answer = try await session.write(request, write)
                try session.printWrite(answer, of: meeting)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List meetings.",
            discussion: "Examples:\n  chancery meeting list\n  chancery meeting list --kind som --from 2015-01-01")

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var table: TableOptions
        @OptionGroup var forum: ForumOption

        @Option(help: ArgumentHelp("Only of this kind.", valueName: "kind"))
        var kind: String?
        @Option(help: ArgumentHelp("Only on or after this day.", valueName: "day"))
        var from: String?
        @Option(help: ArgumentHelp("Only on or before this day.", valueName: "day"))
        var to: String?

        func run() async throws {
            try await ClientSession.with(connection) { session in
                var meetings = Verbs.Meetings(forum: try await session.forum(self.forum.forum))
                meetings.kind = kind
                meetings.from = try from.map { try CivilDate(sentOption: $0, "from") }
                meetings.to = try to.map { try CivilDate(sentOption: $0, "to") }
                let answer = try await session.pages(meetings)
                try session.print(
                    answer, ListText.lines(Tables.meetings(answer.rows, session.paint(table)), answer.end))
            }
        }
    }
}
