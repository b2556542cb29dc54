import ArgumentParser
import CanonicalJSON
import LineClient
import LineProtocol
import Terminal

/// `chancery ping`
struct PingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ping", abstract: "Check whether the server answers.", discussion: "Example:\n  chancery ping")

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await ClientSession.with(connection, login: .none) { session in
            let answer = try await session.ask(Verbs.Ping()).object
            let server = TerminalText.line(session.client.hello["server"]?.string ?? "the server")
            let now = answer["now"]?.string.map { ", its clock says \(TerminalText.line($0))" } ?? ""
            session.print(answer, ["\(server) answers at \(session.client.address)\(now)"])
        }
    }
}
