import ArgumentParser
import CanonicalJSON
import LineProtocol

/// `chancery account`
struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Keep accounts and their appointments.",
        subcommands: [Create.self, List.self, Appoint.self, End.self, Import.self])

    /// The office and the dates of an appointment.
    struct Office: ParsableArguments {
        @Option(help: ArgumentHelp("The role.", valueName: "role"))
        var role: String
        @Option(help: ArgumentHelp("The partner it is held for.", valueName: "id"))
        var partner: String?
        @Option(help: ArgumentHelp("The group of partners it is held for.", valueName: "group"))
        var group: String?
        @Flag(help: "Held as a deputy.")
        var deputy = false
        @Option(help: ArgumentHelp("From this day or instant; now when left out.", valueName: "day"))
        var from: String?
        @Option(
            help: ArgumentHelp(
                "Until the end of this day, or this instant; open-ended when left out.", valueName: "day"))
        var until: String?

        var json: JSONObject {
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
            abstract: "Make an account with an appointment.",
            discussion: "Example:\n  chancery account create --role contact-point --partner FR --name \"A. Martin\"")

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var forum: ForumOption
        @OptionGroup var write: WriteOptions
        @OptionGroup var office: Office

        @Option(help: ArgumentHelp("The person's name; personal data, kept beside the record.", valueName: "name"))
        var name: String?
        @Option(help: ArgumentHelp("The wished account id; role and partner when left out.", valueName: "id"))
        var id: String?

        func run() async throws {
            var object: JSONObject = ["appointments": .array([.object(office.json)])]
            object["name"] = name.map { .string($0) }
            object["account"] = id.map { .string($0) }
            try await ClientSession.with(connection) { [object] session in
                let forum = try await session.forum(self.forum.forum)
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
        @OptionGroup var forum: ForumOption

        func run() async throws {
            try await ClientSession.with(connection) { session in
                let forum = try await session.forum(self.forum.forum)
                let (rows, answer) = try await session.pages(.accounts, [forum], all: true)
                session.print(rows, answer, ListText.lines(Tables.accounts(rows, session.paint), rows.count, answer))
            }
        }
    }

    struct Appoint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give an account an office.",
            discussion: """
                Example:
                  chancery account appoint asem/contact-point-FR --role proposer --partner FR --until 2026-12-31
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
                    .appoint, [forum, account], key: write.key, if: write.version, object: office.json)
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
        @Option(help: ArgumentHelp("At the end of this day, or this instant; now when left out.", valueName: "day"))
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

/// `chancery token`
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Issue and revoke access tokens.", subcommands: [Issue.self, Revoke.self])

    struct Issue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a token. It is shown once; only its hash is kept.",
            discussion: "Example:\n  chancery token issue asem/contact-point-FR --expires 2026-12-31 --out fr.token")

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var write: WriteOptions

        @Argument(help: "The account.")
        var account: String
        @Option(
            help: ArgumentHelp(
                "Until this instant, or the end of this day; without end when left out.", valueName: "instant"))
        var expires: String?
        @Option(
            help: ArgumentHelp(
                "Write it into this file, for its owner alone, instead of showing it.", valueName: "file"))
        var out: String?

        func run() async throws {
            var object = JSONObject()
            if let expires {
                do {
                    object["expires"] = .string(try FieldReading.instant(expires, endOfDay: true))
                } catch {
                    throw CommandFailure.usage(PlainText.line("--expires \(error.sentence)"))
                }
            }
            try await ClientSession.with(connection) { [object] session in
                var answer = try await session.ask(
                    .token, [account], key: write.key, if: write.version, object: object.orNil
                ).object
                let secret = answer["token"]?.string ?? ""
                if let out {
                    try AccountImport.keep(secret, in: out)
                    answer["token"] = nil
                    answer["file"] = .string(out)
                }
                session.print(answer, [out.map { "\(PlainText.line(account)): token written to \($0)" } ?? secret])
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revoke one token of an account, or all.",
            discussion:
                "Examples:\n  chancery token revoke asem/contact-point-FR\n  chancery token revoke asem/contact-point-FR --id tk-31"
        )

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var write: WriteOptions

        @Argument(help: "The account.")
        var account: String
        @Option(help: ArgumentHelp("Only this token.", valueName: "token-id"))
        var id: String?

        func run() async throws {
            try await ClientSession.with(connection) { session in
                let answer = try await session.ask(
                    .revoke, [account], key: write.key, if: write.version,
                    object: id.map { ["token": .string($0)] }
                ).object
                let revoked = (answer["revoked"]?.strings ?? []).map { PlainText.line($0) }
                session.print(
                    answer,
                    [
                        "\(PlainText.line(account)): "
                            + (revoked.isEmpty ? "nothing to revoke" : "revoked \(revoked.joined(separator: ", "))")
                    ])
            }
        }
    }
}
