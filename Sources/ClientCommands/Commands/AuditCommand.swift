import ArgumentParser
import CanonicalJSON
import LineClient
import LineProtocol
import Record
import Terminal

/// `chancery audit`
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Compare everything that a forum stores with its events and checkpoints.",
        discussion: """
            The server reads the whole record again: every stored byte against its leaf hash, the hashes against the signed \
            checkpoints, every table against what its events make, documents, personal values, kept answers and cosignatures against \
            what the events say of them. It keeps serving meanwhile, and names the first place that differs. For auditors and \
            administrators. An audit that breaks off says how to continue from where it stopped.

            With --policy, the checkpoints must be signed by the key that the policy names.

            Exit status: 0 nothing differs, 1 something does.

            Examples:
              chancery audit --forum asem
              chancery audit --forum asem --policy policy --json
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var forum: ForumOption

    @Option(help: ArgumentHelp("Continue from this cursor of an earlier audit.", valueName: "cursor"))
    var after: String?

    @Option(help: ArgumentHelp("A file that names the key of the record.", valueName: "file"), completion: .file())
    var policy: String?

    func run() async throws {
        let trusted = try policy.map { try VerifyCommand.policy($0) }
        try await ClientSession.with(connection) { session in
            let forum = try await session.forum(forum.forum)
            var answer = try await AuditCommand.audit(forum, after: after, session)
            if let trusted, answer["sound"]?.bool == true, (answer["signed"]?.integer ?? 0) > 0,
                !trusted.logs.contains(where: { $0.key.text == answer["key"]?.string })
            {
                answer["sound"] = false
                answer["differs"] = [
                    "record": true, "sentence": "the checkpoints are signed by a key that the policy does not name",
                ]
            }
            session.print(answer, AuditCommand.lines(answer))
            guard answer["sound"]?.bool == true else { throw ExitCode(ExitStatus.refused.rawValue) }
        }
    }

    /// One audit with its progress on the standard error; when it breaks off, how to go on.
    private static func audit(_ forum: String, after: String?, _ session: ClientSession) async throws -> JSONObject {
        var cursor: String?
        var bar: ProgressBar?
        do {
            var audit = Verbs.Audit(forum: forum)
            audit.after = after
            let request = try ClientSession.request(audit).wholeWords()
            for try await reply in try session.client.replies(to: request) {
                switch reply {
                case .row(_, let row):
                    cursor = row["cursor"]?.string ?? cursor
                    if bar == nil {
                        bar = ProgressBar("auditing", total: Int(row["total"]?.integer ?? 0), console: session.console)
                    }
                    bar?.reach(Int(row["done"]?.integer ?? 0))
                case .ok(_, let object):
                    bar?.finish()
                    return object ?? [:]
                case .error(_, let failure): throw failure
                case .event, .hello, .ping, .bye: break
                }
            }
            throw ClientError.closed(reason: "the answer to the audit broke off")
        } catch {
            bar?.finish()
            if let cursor {
                session.console.errorLine("chancery: to continue, add --after \(TerminalText.line(cursor))")
            }
            switch error {
            case let failure as Failure: throw CommandFailure.refused(failure)
            case let failure as ClientError: throw CommandFailure.broken(failure)
            default: throw error
            }
        }
    }

    private static func lines(_ answer: JSONObject) -> [String] {
        let forum = TerminalText.line(answer["forum"]?.string ?? "")
        func count(_ key: String) -> Int64 { answer[key]?.integer ?? 0 }
        if let sentence = answer["differs"]?["sentence"]?.string {
            return ["\(forum): differs", TerminalText.line(sentence)]
        }
        let misheld = (answer["misheld"]?.array ?? []).map(misheld)
        if let after = answer["after"]?.string {
            return [
                "\(forum): nothing differs from \(TerminalText.line(after)) on",
                "what an audit compares before that was not looked at; without --after all of it is",
            ] + misheld
        }
        var lines = [
            "\(forum): sound",
            "\(count("events")) events and \(count("proposals")) proposals are as they were written, and nothing else is stored",
            "so are \(count("documents")) documents, \(count("personal")) personal values and \(count("answers")) kept answers beside them",
        ]
        lines.append(
            count("signed") == 0
                ? "none of it is signed yet" : "the first \(count("signed")) events are those that were signed")
        if count("cosignatures") > 0 {
            let strangers = count("strangers")
            lines.append(
                "\(count("cosignatures")) cosignatures under its checkpoints are good"
                    + (strangers == 0
                        ? "" : ", \(strangers) of them by witnesses whom the server's policy does not name"))
        }
        return lines + misheld
    }

    /// An appointment that lacks the partner or the group that its role is held for.
    private static func misheld(_ one: JSONValue) -> String {
        func text(_ value: JSONValue?) -> String { TerminalText.line(value?.string ?? "") }
        let (account, number, lacks) = (text(one["account"]), one["number"]?.integer ?? 0, text(one["lacks"]))
        let head =
            "\(account) was appointed \(text(one["office"]?["role"])) without the \(lacks) that the role is held for"
        guard let until = one["until"]?.string else {
            return head + "; end it with: chancery account end \(account) \(number)"
        }
        return head + " (until \(TimeText.minute(until)) UTC)"
    }
}
