import ArgumentParser
import CanonicalJSON
import CivilTime
import LineProtocol

/// `chancery contact`
struct ContactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contact", abstract: "Manage the contact points of sectors, activities and partners.",
        discussion: "A view of the kind `contacts` lists them as of a day.",
        subcommands: [Set.self, End.self, Circulate.self])

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set a contact point. An existing one hands over on its first day.",
            discussion: """
                Names and addresses are kept outside the record and can be erased.

                Example:
                  chancery contact set sector customs --partner FR --from 2026-03-01 \\
                      --name "Ann Example" --address ann@example.org
                """)

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var forum: ForumOption
        @OptionGroup var write: WriteOptions

        @Argument(help: "What it is for: a sector, activity or partner, as the forum names them.")
        var subject: String
        @Argument(help: "Which one: a sector's name, a ref or a partner's id.")
        var about: String
        @Option(help: ArgumentHelp("The partner whose contact it is.", valueName: "id"))
        var partner: String
        @Option(help: ArgumentHelp("The person's name.", valueName: "text"))
        var name: String
        @Option(help: ArgumentHelp("How to reach them.", valueName: "text"))
        var address: String?
        @Option(help: ArgumentHelp("The ministry or office.", valueName: "text"))
        var body: String?
        @Option(help: ArgumentHelp("The first day.", valueName: "day"))
        var from: String
        @Option(help: ArgumentHelp("The day from which they are no longer the contact.", valueName: "day"))
        var until: String?

        func run() async throws {
            try await contact(connection, forum, write, "\(subject) \(about)") { session, forum in
                // The partner, and what the contact is for where that is one: by id, however it is named.
                var contact = Verbs.Contact()
                contact.subject = subject
                contact.partner = try await session.partner(partner, in: forum)
                contact.about = subject == "partner" ? try await session.partner(about, in: forum) : about
                contact.person = name
                contact.address = address
                contact.body = Said(isNamed: false, body)
                contact.from = try CivilDate(sent: from, "from")
                contact.until = try until.map { try CivilDate(sent: $0, "until") }
                return contact
            }
        }
    }

    struct End: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a contact point without replacing it.",
            discussion: "Example:\n  chancery contact end 7 --until 2026-06-30")

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var forum: ForumOption
        @OptionGroup var write: WriteOptions

        @Argument(help: "The number of the contact point, as the view shows it.")
        var number: Int64
        @Option(help: ArgumentHelp("The day from which they are no longer the contact.", valueName: "day"))
        var until: String

        func run() async throws {
            try await contact(connection, forum, write, "contact \(number)") { _, _ in
                var contact = Verbs.Contact()
                contact.end = Int(number)
                contact.until = try CivilDate(sent: until, "until")
                return contact
            }
        }
    }

    struct Circulate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Record that the list of contacts was sent out.",
            discussion: "Example:\n  chancery contact circulate")

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var forum: ForumOption
        @OptionGroup var write: WriteOptions

        func run() async throws {
            try await contact(connection, forum, write, "contacts") { _, _ in
                var contact = Verbs.Contact()
                contact.circulate = true
                return contact
            }
        }
    }
}

private func contact(
    _ connection: ConnectionOptions, _ forum: ForumOption, _ write: WriteOptions, _ what: String,
    _ contact: @Sendable (_ session: ClientSession, _ forum: String) async throws -> Verbs.Contact
) async throws {
    try await ClientSession.with(connection) { session in
        let forum = try await session.forum(forum.forum)
        var request = try await contact(session, forum)
        request.forum = forum
        let answer = try await session.write(request, write)
        try session.printWrite(answer, of: what)
    }
}
