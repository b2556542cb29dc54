import ArgumentParser
import CanonicalJSON
import LineClient
import LineProtocol
import Terminal

/// `chancery watch`
struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Print events as they happen, until interrupted.",
        discussion: """
            On a terminal it starts with new events; otherwise it starts at the beginning of the record, so that a program \
            misses nothing. --now and --from-start choose. Each event has a cursor; --after CURSOR continues after it without \
            missing or repeating one. When the connection ends, the last cursor is printed on the standard error.

            Examples:
              chancery watch
              chancery watch --from-start --ref ASEM-2026-0001
              chancery watch --json --after asem:1203:5f1c9a20 --count 10
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var forum: ForumOption

    @Option(help: ArgumentHelp("Start after this cursor.", valueName: "cursor"))
    var after: String?

    @Flag(help: "Start with what is recorded from now on.")
    var now = false

    @Flag(help: "Start with the first event of the record.")
    var fromStart = false

    @Option(help: ArgumentHelp("Follow only this proposal.", valueName: "ref"), completion: Completing.refs)
    var ref: String?

    @Option(help: ArgumentHelp("Stop after this many events.", valueName: "number"))
    var count: Int?

    func validate() throws {
        guard [now, fromStart, after != nil].filter(\.self).count <= 1 else {
            throw ValidationError("Use only one of --now, --from-start and --after.")
        }
    }

    /// Where to begin: a cursor, `now`, or nil for the beginning.
    private func beginning(_ session: ClientSession) -> String? {
        if let after {
            // A line of the watch shows it in brackets.
            let isCopied = after.hasPrefix("[") && after.hasSuffix("]")
            return isCopied ? String(after.dropFirst().dropLast()) : after
        }
        if now { return "now" }
        return !fromStart && !session.isJSON && session.console.output.isTerminal ? "now" : nil
    }

    /// The forum watched: that of the one proposal, where none is named.
    private func watched(_ session: ClientSession) async throws -> String {
        if let ref, forum.forum == nil { return try await session.proposal(ref).forum }
        return try await session.forum(forum.forum)
    }

    func run() async throws {
        try await ClientSession.with(connection) { session in
            // The last one that an event brought: the one given may be what is wrong.
            var cursor: String?
            var seen = 0
            do {
                if count == 0 { return }
                let forum = try await watched(session)
                let beginning = beginning(session)
                if beginning == "now", session.console.output.isTerminal {
                    session.console.errorLine(
                        "Watching \(TerminalText.line(ref ?? forum)) from now on; --from-start shows what was recorded before."
                    )
                }
                let words = try (
                    forum: RequestWords.argument(forum, as: "forum"),
                    after: beginning.map { try RequestWords.option($0, as: "after") },
                    ref: ref.map { try RequestWords.option($0, as: "ref") }
                )
                for try await sent in try session.client.watch(words.forum, after: words.after, ref: words.ref) {
                    let pushed = Verbs.Watch.Row(sent)
                    if !pushed.cursor.isEmpty { cursor = pushed.cursor }
                    if session.isJSON {
                        session.printJSON(sent)
                    } else {
                        let whole: Verbs.Watch.Row = try ReadAnswer<Verbs.Watch>.read(sent)
                        for line in WatchText(session.paint).lines(whole) { session.console.line(line) }
                    }
                    seen += 1
                    if let count, seen >= count { return }
                }
            } catch {
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
    }
}
