import ArgumentParser
import CanonicalJSON
import LineProtocol
import Terminal
import Wording

extension ForumCommand {
    /// `chancery forum history`
    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what changed in a forum's registry, event by event.",
            discussion: """
                Partners, meetings, lifecycles, contact points and settings; for those who manage or audit the forum also its \
                accounts, appointments and tokens. Each line has the version of the registry after the event, which --after takes.

                Examples:
                  chancery forum history asem
                  chancery forum history asem --after 120 --limit 20
                """)

        @OptionGroup var connection: ConnectionOptions

        @Argument(help: "The forum. Not needed if there is only one.")
        var forum: String?

        @Option(help: ArgumentHelp("Start after this version.", valueName: "version"))
        var after: Int?

        @Option(help: ArgumentHelp("Look at no more than this many events.", valueName: "number"))
        var limit: Int?

        func run() async throws {
            try await ClientSession.with(connection) { session in
                let forum = try await session.forum(self.forum)
                let answer = try await session.registry(Verbs.Registry(forum: forum, after: after, limit: limit))
                if session.isJSON { return session.printJSON(answer) }
                let (events, end) = (try answer.rows, try answer.end)
                let text = WatchText(session.paint)
                let more = end.next.map { "; more with --after \($0)" } ?? ""
                session.console.lines(
                    events.flatMap { text.lines($0) } + (events.isEmpty ? [] : [""])
                        + "\(counted(events.count, "event")); the registry is at version \(end.version)\(more)"
                        .folded(to: session.console.output.columns))
            }
        }
    }
}

extension ClientSession {
    /// The events of a registry, all of them unless there is a limit. A page may have none for its reader, and not be the last.
    fileprivate func registry(_ asked: Verbs.Registry) async throws -> ReadAnswer<Verbs.Registry> {
        var (asked, rows): (Verbs.Registry, [JSONObject]) = (asked, [])
        while true {
            let page = try await read(asked).sent
            rows += page.rows
            guard asked.limit == nil, let next = Verbs.Registry.End(page.object).next, next != asked.after else {
                var end = page.object
                end["count"] = .integer(Int64(rows.count))
                return ReadAnswer(sent: (rows, end))
            }
            asked.after = next
        }
    }
}
