import ArgumentParser
import CanonicalJSON
import LineProtocol

/// `chancery show`
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a proposal as it stands.",
        discussion: "Example:\n  chancery show ASEM-2026-0001")

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: "The proposal.", completion: Completing.refs)
    var ref: String

    func run() async throws {
        try await ClientSession.with(connection, login: .optional) { session in
            let proposal = try await session.ask(.show, [ref]).object
            if session.isJSON { return session.printJSON(proposal) }
            session.console.lines(ShowPage(proposal, await session.labels(of: proposal), session.paint).lines)
        }
    }
}
