import ArgumentParser
import LineProtocol
import Terminal

/// `chancery forum`
struct ForumCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forum", abstract: "Load a forum from its folder, list forums, show one, and close a trial.",
        subcommands: [Load.self, List.self, Show.self, History.self, Close.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the forums that you can see.",
            discussion: """
                Examples:
                  chancery forum list
                  chancery forum list --closed
                """)

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var table: TableOptions

        @Flag(help: "The trials that were closed as well, for who audits or administers them.")
        var closed = false

        func run() async throws {
            try await ClientSession.with(connection, login: .optional) { session in
                let answer = try await session.read(Verbs.Forums(closed: closed))
                try session.print(
                    answer, ListText.lines(Tables.forums(answer.rows, session.paint(table)), answer.end))
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a forum's settings.", discussion: "Example:\n  chancery forum show asem")

        @OptionGroup var connection: ConnectionOptions

        @Argument(help: "The forum. Not needed if there is only one.")
        var forum: String?

        func run() async throws {
            try await ClientSession.with(connection) { session in
                let forum = try await session.forum(self.forum)
                let answer = try await session.read(Verbs.Forum(forum: forum))
                try session.printEnd(answer, Self.lines(try answer.end, session.paint))
            }
        }

        static func lines(_ forum: ShownForum, _ paint: Paint) -> [String] {
            let name = forum.name.map { ": " + TerminalText.line($0) } ?? ""
            var lines = [MarkText.prefix(forum.mark, paint) + paint.bold(TerminalText.line(forum.forum)) + name]
            guard let settings = forum.settings else { return lines }
            for (value, label) in [
                (settings.refPrefix, "refs begin with"), (settings.meetingRole, "keeps meetings"),
                (settings.accountRole, "manages accounts"), (settings.auditRole, "audits"),
            ] {
                if let value { lines.append("  \(label): \(TerminalText.line(value))") }
            }
            for (id, group) in settings.groups.sorted(by: { $0.key < $1.key }) {
                let attributes = group.attributes.sorted { $0.key < $1.key }
                let rules =
                    attributes.map { "\($0.key) \($0.value.joined(separator: " or "))" } + (group.partners ?? [])
                lines.append(TerminalText.line("  group \(id): \(rules.joined(separator: "; "))"))
            }
            let off = settings.disabledHouseRules
            if !off.isEmpty {
                lines.append(TerminalText.line("  house rules switched off: \(off.joined(separator: ", "))"))
            }
            return lines
        }
    }
}
