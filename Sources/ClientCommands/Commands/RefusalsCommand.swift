import ArgumentParser
import CivilTime
import LineProtocol
import Terminal

/// `chancery refusals`
struct RefusalsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refusals", abstract: "List acts that were refused, the newest first.",
        discussion: """
            Each line says who tried what, on which proposal, and the codes of what was not met. What is the same within an hour \
            is one line with a count. Nothing of what was said with an act is kept, and older lines make room for newer ones: 200 \
            of an account, 5000 of a forum. For auditors and administrators.

            Examples:
              chancery refusals --forum asem --since 2026-11-01
              chancery refusals --account asem/contact-point-FR --limit 20
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var table: TableOptions
    @OptionGroup var forum: ForumOption

    @Option(help: ArgumentHelp("Only what was refused on this day or later, or at this instant.", valueName: "day"))
    var since: String?
    @Option(help: ArgumentHelp("Only what this account tried.", valueName: "account"))
    var account: String?
    @Option(help: ArgumentHelp("Start after this line, as the end of a list names it.", valueName: "id"))
    var after: String?
    @Option(help: ArgumentHelp("Show at most this many lines.", valueName: "number"))
    var limit: Int?

    func run() async throws {
        let since = try since.map { try Instant(option: $0, "--since") }
        try await ClientSession.with(connection) { session in
            var refusals = Verbs.Refusals(forum: try await session.forum(forum.forum))
            (refusals.since, refusals.account, refusals.after, refusals.limit) = (since, account, after, limit)
            let answer = try await session.pages(refusals, all: limit == nil)
            try session.print(
                answer, ListText.lines(Tables.refusals(answer.rows, session.paint(table)), answer.end))
        }
    }
}

extension Tables {
    fileprivate static func refusals(_ rows: [Verbs.Refusals.Row], _ paint: Paint) throws -> [String] {
        var table = Table([
            .init("LAST"), .init("ACCOUNT"), .init("ACT"), .init("PROPOSAL"), .init("ANSWER"),
            .init("NOT MET", mayWrap: true), .init("TIMES", isRight: true),
        ])
        for row in rows {
            table.add([
                row.last.map(TimeText.minute) ?? "", row.account,
                [row.verb, row.transition ?? ""].filter { !$0.isEmpty }.joined(separator: " "), row.ref ?? "", row.code,
                row.reasons.joined(separator: ", "), "\(row.count)",
            ])
        }
        return try table.lines(paint)
    }
}
