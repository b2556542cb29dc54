import ArgumentParser
import CanonicalJSON
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
            let account = session.account ?? JSONObject()
            session.print(account, Self.lines(account, session.paint))
        }
    }

    static func lines(_ account: JSONObject, _ paint: Paint) -> [String] {
        let name = paint.bold(TerminalText.line(account["account"]?.string ?? "nobody"))
        var lines = [account["administrator"]?.bool == true ? name + ", an administrator of the server" : name]
        for one in (account["appointments"]?.array ?? []).compactMap(\.object) {
            let from = one["from"]?.string.map { " from \(TimeText.day($0))" } ?? ""
            let until = one["until"]?.string.map { " until \(TimeText.lastDay($0))" } ?? ""
            lines.append("  \(OfficeText.text(ShownOffice(one)))\(from)\(until)")
        }
        if account["appointments"]?.array?.isEmpty == true, account["administrator"]?.bool != true {
            lines.append("  holds no office now: ask who keeps the forum's accounts for an appointment")
        }
        if let expires = account["expires"]?.string {
            lines.append("  the token expires at \(TimeText.minute(expires)) UTC")
        }
        return lines
    }
}
