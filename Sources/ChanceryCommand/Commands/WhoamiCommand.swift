import ArgumentParser
import CanonicalJSON
import LineProtocol

/// `chancery whoami`
struct WhoamiCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whoami", abstract: "Say which account the token is of, and its offices.",
        discussion: "Example:\n  chancery whoami")

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await ClientSession.with(connection) { session in
            let account = session.account ?? JSONObject()
            session.print(account, Self.lines(account, session.paint))
        }
    }

    static func lines(_ account: JSONObject, _ paint: Paint) -> [String] {
        let name = paint.bold(PlainText.line(account["account"]?.string ?? "nobody"))
        var lines = [account["administrator"]?.bool == true ? name + ", an administrator of the server" : name]
        for one in (account["appointments"]?.array ?? []).compactMap(\.object) {
            let from = one["from"]?.string.map { " from \(TimeText.day($0))" } ?? ""
            let until = one["until"]?.string.map { " until \(TimeText.lastDay($0))" } ?? ""
            lines.append("  \(OfficeText.text(one))\(from)\(until)")
        }
        if let expires = account["expires"]?.string {
            lines.append("  the token expires at \(TimeText.minute(expires)) UTC")
        }
        return lines
    }
}

/// `chancery partners`
struct PartnersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "partners", abstract: "List a forum's partners.",
        discussion: "Examples:\n  chancery partners\n  chancery partners --at 2009-01-01")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var forum: ForumOption

    @Option(help: ArgumentHelp("Those of this day.", valueName: "day"))
    var at: String?

    func run() async throws {
        try await ClientSession.with(connection) { session in
            let forum = try await session.forum(self.forum.forum)
            let (rows, answer) = try await session.ask(.partners, [forum], options: at.map { ["at": $0] } ?? [:])
            session.print(rows, answer, ListText.lines(Tables.partners(rows, session.paint), rows.count, answer))
        }
    }
}
