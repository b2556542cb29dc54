import ArgumentParser
import CanonicalJSON
import LineProtocol
import Terminal

/// `chancery packet`
struct PacketCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "packet", abstract: "Print a circulation as a mail, ready to send.",
        discussion: """
            It has headers (Subject, charset) and the text. The program that sends it adds From, To and Date.

            Example:
              chancery packet ASEM-2026-0001 > circulation.eml
            """)

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: "The proposal.", completion: Completing.refs)
    var ref: String

    func run() async throws {
        try await ClientSession.with(connection) { session in
            let proposal = try await session.proposal(ref)
            let checklist = try await session.read(Verbs.Why(ref: ref)).end.checklist
            let packet = PacketText(proposal, await session.labels(of: proposal), checklist: checklist)
            guard let lines = packet.lines else {
                throw CommandFailure.notDone([
                    "\(TerminalText.line(ref)) is not in circulation; there is nothing to send out"
                ])
            }
            if session.isJSON {
                session.printJSON(["ref": .string(ref), "text": .string(lines.joined(separator: "\n") + "\n")])
            } else {
                session.console.lines(lines)
            }
        }
    }
}
