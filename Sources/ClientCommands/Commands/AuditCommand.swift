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
            let end = try answer.end
            if let trusted, end.isSound, end.signed > 0, !trusted.logs.contains(where: { $0.key.text == end.key }) {
                answer = answer.with(
                    Verbs.Audit.Difference(
                        "the checkpoints are signed by a key that the policy does not name", isOfRecord: true))
            }
            try session.printEnd(answer, AuditCommand.lines(try answer.end))
            guard try answer.end.isSound else { throw ExitCode(ExitStatus.refused.rawValue) }
        }
    }

    private typealias Answer = ReadAnswer<Verbs.Audit>

    /// One audit with its progress on the standard error; when it breaks off, how to go on.
    private static func audit(_ forum: String, after: String?, _ session: ClientSession) async throws -> Answer {
        var cursor: String?
        var bar: ProgressBar?
        do {
            var audit = Verbs.Audit(forum: forum)
            audit.after = after
            let request = try ClientSession.request(audit).wholeWords()
            for try await reply in try session.client.replies(to: request) {
                switch reply {
                case .row(_, let object):
                    let row = Verbs.Audit.Row(object)
                    cursor = row.cursor ?? cursor
                    if bar == nil { bar = ProgressBar("auditing", total: row.total, console: session.console) }
                    bar?.reach(row.done)
                case .ok(_, let object):
                    bar?.finish()
                    return Answer(sent: ([], object ?? [:]))
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

    private static func lines(_ answer: Verbs.Audit.End) -> [String] {
        let forum = TerminalText.line(answer.forum)
        if let difference = answer.differs {
            return ["\(forum): differs", TerminalText.line(difference.sentence)]
        }
        let misheld = (answer.misheld ?? []).map(misheld)
        if let after = answer.after {
            return [
                "\(forum): nothing differs from \(TerminalText.line(after)) on",
                "what an audit compares before that was not looked at; without --after all of it is",
            ] + misheld
        }
        var lines = [
            "\(forum): sound",
            "\(answer.events) events and \(answer.proposals) proposals are as they were written, and nothing else is stored",
            "so are \(answer.documents) documents, \(answer.personal) personal values and \(answer.answers) kept answers beside them",
        ]
        lines.append(
            answer.signed == 0
                ? "none of it is signed yet" : "the first \(answer.signed) events are those that were signed")
        if answer.cosignatures > 0 {
            lines.append(
                "\(answer.cosignatures) cosignatures under its checkpoints are good"
                    + (answer.strangers == 0
                        ? "" : ", \(answer.strangers) of them by witnesses whom the server's policy does not name"))
        }
        return lines + misheld
    }

    /// An appointment that lacks the partner or the group that its role is held for.
    private static func misheld(_ one: Verbs.Audit.Misheld) -> String {
        let (account, role) = (TerminalText.line(one.account), TerminalText.line(one.office?.role ?? ""))
        let head =
            "\(account) was appointed \(role) without the \(TerminalText.line(one.lacks)) that the role is held for"
        guard let until = one.until else {
            return head + "; end it with: chancery account end \(account) \(one.number)"
        }
        return head + " (until \(TimeText.minute(until)) UTC)"
    }
}

extension ReadAnswer<Verbs.Audit> {
    /// The same answer, with a difference that the server does not know of.
    fileprivate func with(_ difference: Verbs.Audit.Difference) -> ReadAnswer {
        var object = sent.object
        object["sound"] = false
        object["differs"] = .object(difference.object)
        return ReadAnswer(sent: (sent.rows, object))
    }
}
