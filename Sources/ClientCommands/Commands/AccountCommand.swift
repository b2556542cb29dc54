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
        func appointment(_ session: ClientSession, in forum: String) async throws -> Verbs.Appointment {
            var appointment = Verbs.Appointment()
            appointment.role = role
            if let partner { appointment.partner = try await session.partner(partner, in: forum) }
            appointment.group = group
            appointment.deputy = deputy
            appointment.from = try from.map { try Moment(sent: $0, "from", endOfDay: false) }
            appointment.until = try until.map { try Moment(sent: $0, "until", endOfDay: true) }
            return appointment
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
                var request = Verbs.Account()
                request.forum = forum
                request.person = name
                request.account = id
                request.appointments = [try await office.appointment(session, in: forum)]
                let answer = try await session.write(request, write)
                try session.print(answer) { RegistryText.lines($0.registry, $0.account, session.paint) }
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
                let answer = try await session.pages(Verbs.Accounts(forum: forum))
                try session.print(
                    answer, ListText.lines(Tables.accounts(answer.rows, session.paint(table)), answer.end))
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
                var request = Verbs.Appoint()
                request.forum = forum
                request.account = account
                request.appointment = try await office.appointment(session, in: forum)
                let answer = try await session.write(request, write)
                try session.printWrite(answer, of: account)
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
            try await ClientSession.with(connection) { session in
                var request = Verbs.Appoint()
                request.forum = try await session.forum(self.forum.forum ?? AccountCommand.forum(of: account))
                request.account = account
                request.end = Int(number)
                request.until = try until.map { try Moment(sent: $0, "until", endOfDay: true) }
                let answer = try await session.write(request, write)
                try session.printWrite(answer, of: account)
            }
        }
    }

    /// The forum that an account's id begins with.
    static func forum(of account: String) -> String? {
        account.contains("/") ? account.split(separator: "/").first.map(String.init) : nil
    }
}
