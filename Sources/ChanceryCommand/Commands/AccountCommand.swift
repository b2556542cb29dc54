import ArgumentParser
import CanonicalJSON
import LineProtocol

/// `chancery account`
struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Manage accounts and their appointments.",
        subcommands: [Create.self, List.self, Appoint.self, End.self, Import.self])

    /// The office and the dates of an appointment.
    struct Office: ParsableArguments {
        @Option(help: ArgumentHelp("The role of the appointment.", valueName: "role"))
        var role: String
        @Option(help: ArgumentHelp("The partner that the role is held for.", valueName: "id"))
        var partner: String?
        @Option(help: ArgumentHelp("The group of partners that the role is held for.", valueName: "group"))
        var group: String?
        @Flag(help: "The holder is a deputy.")
        var deputy = false
        @Option(help: ArgumentHelp("The first day, or an instant. Default: now.", valueName: "day"))
        var from: String?
        @Option(
            help: ArgumentHelp(
                "The last day, or an instant. Default: no end.", valueName: "day"))
        var until: String?

        /// The office with its partner by id, however that is named.
        func json(_ session: ClientSession, in forum: String) async throws -> JSONObject {
            let partner: String? = if let partner { try await session.partner(partner, in: forum) } else { nil }
            var object: JSONObject = ["role": .string(role)]
            for (key, value) in [("partner", partner), ("group", group), ("from", from), ("until", until)] {
                object[key] = value.map { .string($0) }
            }
            if deputy { object["deputy"] = true }
            return object
        }
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create an account with an appointment.",
            discussion: "Example:\n  chancery account create --role contact-point --partner FR --name \"A. Martin\"")

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var forum: ForumOption
        @OptionGroup var write: WriteOptions
        @OptionGroup var office: Office

        @Option(
            help: ArgumentHelp("The person's name. It is personal data, kept outside the record.", valueName: "name"))
        var name: String?
        @Option(help: ArgumentHelp("The account id. Default: made of the role and the partner.", valueName: "id"))
        var id: String?

        func run() async throws {
            try await ClientSession.with(connection) { session in
                let forum = try await session.forum(self.forum.forum)
                var object: JSONObject = ["appointments": .array([.object(try await office.json(session, in: forum))])]
                object["name"] = name.map { .string($0) }
                object["account"] = id.map { .string($0) }
                let answer = try await session.ask(.account, [forum], key: write.key, if: write.version, object: object)
                let account = answer.object["account"]?.string ?? ""
                session.print(answer.object, RegistryText.lines(answer.object, account, session.paint))
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List accounts with their appointments.", discussion: "Example:\n  chancery account list")

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var table: TableOptions
        @OptionGroup var forum: ForumOption

        func run() async throws {
            try await ClientSession.with(connection) { session in
                let forum = try await session.forum(self.forum.forum)
                let (rows, answer) = try await session.pages(.accounts, [forum], all: true)
                try session.print(
                    rows, answer, ListText.lines(Tables.accounts(rows, session.paint(table)), rows.count, answer))
            }
        }
    }

    struct Appoint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Appoint an account to an office.",
            discussion: """
                Example:
                  chancery account appoint asem/contact-point-FR --role proposer \\
                      --partner FR --until 2026-12-31
                """)

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var forum: ForumOption
        @OptionGroup var write: WriteOptions
        @OptionGroup var office: Office

        @Argument(help: "The account.")
        var account: String

        func run() async throws {
            try await ClientSession.with(connection) { session in
                let forum = try await session.forum(self.forum.forum ?? AccountCommand.forum(of: account))
                let answer = try await session.ask(
                    .appoint, [forum, account], key: write.key, if: write.version,
                    object: try await office.json(session, in: forum))
                session.print(answer.object, RegistryText.lines(answer.object, account, session.paint))
            }
        }
    }

    struct End: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End an appointment.",
            discussion: "Example:\n  chancery account end asem/contact-point-FR 2 --until 2026-06-30")

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var forum: ForumOption
        @OptionGroup var write: WriteOptions

        @Argument(help: "The account.")
        var account: String
        @Argument(help: "The number of the appointment, as `account list` prints it.")
        var number: Int64
        @Option(help: ArgumentHelp("The last day, or an instant. Default: now.", valueName: "day"))
        var until: String?

        func run() async throws {
            var object: JSONObject = ["end": .integer(number)]
            object["until"] = until.map { .string($0) }
            try await ClientSession.with(connection) { [object] session in
                let forum = try await session.forum(self.forum.forum ?? AccountCommand.forum(of: account))
                let answer = try await session.ask(
                    .appoint, [forum, account], key: write.key, if: write.version, object: object)
                session.print(answer.object, RegistryText.lines(answer.object, account, session.paint))
            }
        }
    }

    /// The forum that an account's id begins with.
    static func forum(of account: String) -> String? {
        account.contains("/") ? account.split(separator: "/").first.map(String.init) : nil
    }
}
