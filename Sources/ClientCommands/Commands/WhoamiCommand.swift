import ArgumentParser
import LineProtocol
import Terminal

/// `chancery whoami`
struct WhoamiCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whoami", abstract: "Show the account of the token, and its offices.",
        discussion: "Example:\n  chancery whoami")

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await ClientSession.with(connection) { session in
            guard let account = session.account else { return }
            try session.printEnd(account, Self.lines(try account.end, session.paint))
        }
    }

    static func lines(_ login: Verbs.Auth.End, _ paint: Paint) -> [String] {
        let name = paint.bold(TerminalText.line(login.account))
        var lines = [login.isAdministrator ? name + ", an administrator of the server" : name]
        for one in login.appointments {
            let from = one.from.map { " from \(TimeText.day($0))" } ?? ""
            let until = one.until.map { " until \(TimeText.lastDay($0))" } ?? ""
            lines.append("  \(OfficeText.text(one.office))\(from)\(until)")
        }
        if login.appointments.isEmpty, !login.isAdministrator {
            lines.append("  holds no office now: ask who keeps the forum's accounts for an appointment")
        }
        if let expires = login.expires {
            lines.append("  the login ends at \(TimeText.minute(expires)) UTC")
        }
        return lines
    }
}
