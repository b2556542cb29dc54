import ArgumentParser
import CanonicalJSON
import LineProtocol
import Terminal

/// `chancery forum`
struct ForumCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forum", abstract: "Load a forum from its folder, list forums, show one and close a trial.",
        subcommands: [Load.self, List.self, Show.self, Close.self])

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
                let (rows, answer) = try await session.ask(Verbs.Forums(closed: closed))
                try session.print(
                    rows, answer, ListText.lines(Tables.forums(rows, session.paint(table)), rows.count, answer))
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
                let answer = try await session.ask(Verbs.Forum(forum: forum))
                let settings = answer.rows.first ?? answer.object
                session.print(settings, Self.lines(forum, settings, session.paint))
            }
        }

        static func lines(_ forum: String, _ settings: JSONObject, _ paint: Paint) -> [String] {
            let name = settings["name"]?.string.map { ": " + TerminalText.line($0) } ?? ""
            var lines = [MarkText.prefix(settings, paint) + paint.bold(TerminalText.line(forum)) + name]
            for (key, label) in [
                ("ref_prefix", "refs begin with"), ("meeting_role", "keeps meetings"),
                ("account_role", "manages accounts"), ("audit_role", "audits"),
            ] {
                if let value = settings[key]?.string { lines.append("  \(label): \(TerminalText.line(value))") }
            }
            for group in settings["groups"]?.object?.members ?? [] {
                let rules =
                    (group.value["attributes"]?.object?.members ?? []).map {
                        "\($0.key) \(($0.value.strings ?? []).joined(separator: " or "))"
                    } + (group.value["partners"]?.strings ?? [])
                lines.append(TerminalText.line("  group \(group.key): \(rules.joined(separator: "; "))"))
            }
            let off = settings["disabled_house_rules"]?.strings ?? []
            if !off.isEmpty {
                lines.append(TerminalText.line("  house rules switched off: \(off.joined(separator: ", "))"))
            }
            return lines
        }
    }
}
