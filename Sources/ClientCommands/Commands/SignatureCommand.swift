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
            let event = try await signed(session)
            guard let number = event["version"]?.integer, let signature = event["data"]?["signature"]?.string,
                let account = event["actor"]?["account"]?.string
            else { throw CommandFailure.notDone(["the history does not show what was signed"]) }
            let before = ShownProposal(
                try await session.ask(Verbs.Replay(ref: ref, version: Int(number - 1))).object)
            guard let record = before.record, let digest = record.textDigest,
                let statement = ActStatement(
                    account: account, forum: before.forum, ref: before.ref,
                    transition: event["data"]?["transition"]?.string ?? "",
                    inputs: event["data"]?["inputs"]?.object ?? [:],
                    decidedAt: event["decided_at"]?.string ?? "", lastMove: record.moves.last?.version ?? 0,
                    textDigest: digest)
            else { throw CommandFailure.notDone(["the history does not show what was signed"]) }
            let keys = try await session.read(Verbs.Key(account: account)).rows.map(\.key)
            let signers = keys.map { "\(account) namespaces=\"\(ActStatement.namespace)\" \($0)\n" }.joined()
            try write([
                ("act", String(decoding: statement.bytes, as: UTF8.self)), ("act.sig", signature),
                ("allowed_signers", signers),
            ])
            let folder = TerminalText.line(out)
            let object: JSONObject = [
                "ref": .string(ref), "version": .integer(number), "account": .string(account),
                "act": .string(String(decoding: statement.bytes, as: UTF8.self)), "signature": .string(signature),
            ]
            session.print(
                object,
                [
                    "\(TerminalText.line(ref)), version \(number), signed by \(TerminalText.line(account)). Check it with:",
                    "ssh-keygen -Y verify -f \(folder)/allowed_signers -I \(TerminalText.line(account)) "
                        + "-n \(ActStatement.namespace) -s \(folder)/act.sig < \(folder)/act",
                ])
        }
    }

    /// The event that is meant, as HISTORY shows it.
    private func signed(_ session: ClientSession) async throws -> JSONObject {
        var found: JSONObject?
        var after: Int64 = 0
        while true {
            let rows = try await session.ask(Verbs.History(ref: ref, after: Int(after))).rows
            guard let last = rows.last?["version"]?.integer, last > after else { break }
            after = last
            for row in rows where row["data"]?["signature"]?.string != nil {
                if version == nil || row["version"]?.integer == version { found = row }
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
