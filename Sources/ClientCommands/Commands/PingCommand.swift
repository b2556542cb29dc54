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
            let answer = try await session.read(Verbs.Ping())
            let server = TerminalText.line(session.client.hello["server"]?.string ?? "the server")
            let now = try answer.end.now.map { ", its clock says \($0)" } ?? ""
            session.printEnd(answer, ["\(server) answers at \(session.client.address)\(now)"])
        }
    }
}
