import ArgumentParser
import CanonicalJSON
import LineProtocol
import Proposals
import Record
import Terminal

/// `chancery signature`
struct SignatureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signature",
        abstract: "Extract a signed act from a proposal's history, so that ssh-keygen can check it.",
        discussion: """
            Writes three files and prints the command that checks them: act (exactly the bytes that were signed), act.sig (the \
            signature), and allowed_signers (the keys registered for the signer).

            Example:
              chancery signature ASEM-2026-0001 --out blessing
            """)

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: "The proposal.", completion: Completing.refs)
    var ref: String
    @Option(
        help: ArgumentHelp("The version of the signed move. Default: the last signed one.", valueName: "version"))
    var version: Int64?
    @Option(
        help: ArgumentHelp("The folder to write to. It is created if missing.", valueName: "dir"),
        completion: .directory)
    var out: String

    func run() async throws {
        try await ClientSession.with(connection) { session in
            let (event, move) = try await signed(session)
            let before = try await session.read(Verbs.Replay(ref: ref, version: event.version - 1)).end
            guard let signature = move.signature, let account = event.actor?.account, let decidedAt = event.decidedAt,
                let record = before.record, let digest = record.textDigest
            else { throw CommandFailure.notDone(["the history does not show what was signed"]) }
            let statement = ActStatement(
                account: account, forum: before.forum, ref: before.ref, transition: move.transition,
                inputs: move.inputs ?? [:], decidedAt: decidedAt, lastMove: record.moves.last?.version ?? 0,
                textDigest: digest)
            let keys = try await session.read(Verbs.Key(account: account)).rows.map(\.key)
            let signers = keys.map { "\(account) namespaces=\"\(ActStatement.namespace)\" \($0)\n" }.joined()
            try write([
                ("act", String(decoding: statement.bytes, as: UTF8.self)), ("act.sig", signature),
                ("allowed_signers", signers),
            ])
            let folder = TerminalText.line(out)
            let object: JSONObject = [
                "ref": .string(ref), "version": .integer(Int64(event.version)), "account": .string(account),
                "act": .string(String(decoding: statement.bytes, as: UTF8.self)), "signature": .string(signature),
            ]
            session.print(
                object,
                [
                    "\(TerminalText.line(ref)), version \(event.version), signed by \(TerminalText.line(account)). Check it with:",
                    "ssh-keygen -Y verify -f \(folder)/allowed_signers -I \(TerminalText.line(account)) "
                        + "-n \(ActStatement.namespace) -s \(folder)/act.sig < \(folder)/act",
                ])
        }
    }

    /// The event that is meant, as HISTORY shows it, and the move that it tells of.
    private func signed(_ session: ClientSession) async throws -> (event: ShownEvent, move: Event.Moved) {
        var found: (event: ShownEvent, move: Event.Moved)?
        var after = 0
        while true {
            let events = try await session.read(Verbs.History(ref: ref, after: after)).rows
            guard let last = events.last?.version, last > after else { break }
            after = last
            for event in events where version == nil || version == Int64(event.version) {
                if let move = event.body(Event.Moved.self), move.signature != nil { found = (event, move) }
            }
        }
        guard let found else {
            throw CommandFailure.notDone([
                TerminalText.line(
                    version.map { "version \($0) of \(ref) is not a signed act" } ?? "no act on \(ref) was signed")
            ])
        }
        return found
    }

    private func write(_ files: [(name: String, text: String)]) throws {
        do throws(FileFault) {
            try LocalFile.makePrivateDirectory(out)
            for file in files { try LocalFile.writeShared(file.text, to: "\(out)/\(file.name)") }
        } catch {
            throw CommandFailure.notDone(["\(TerminalText.line(out)) \(error.sentence)"])
        }
    }
}
