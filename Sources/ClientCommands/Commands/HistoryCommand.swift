import ArgumentParser
import CanonicalJSON
import LineProtocol
import Terminal

/// `chancery history`
struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show a proposal's history, event by event.",
        discussion: """
            Each event shows when it was recorded and, if the body acted earlier, when it was decided. Partners that say the \
            same in a row are folded into one entry; --full shows every event on its own.

            Examples:
              chancery history ASEM-2026-0001
              chancery history ASEM-2026-0001 --after 12
            """)

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: "The proposal.", completion: Completing.refs)
    var ref: String

    @Option(help: ArgumentHelp("Start after this version.", valueName: "version"))
    var after: Int64?

    @Option(help: ArgumentHelp("Show at most this many events.", valueName: "number"))
    var limit: Int?

    @Flag(help: "Show every event on its own.")
    var full = false

    func run() async throws {
        try await ClientSession.with(connection) { session in
            let (rows, answer) = try await session.history(ref, after: after, limit: limit)
            if session.isJSON { return session.printJSON(rows, answer) }
            let proposal = ShownProposal(answer)
            let labels = await session.labels(of: proposal)
            // The head tells of the proposal as it stands, also over a part of its history.
            let isPart = limit.map { rows.count >= $0 } ?? false
            let present = isPart ? try await session.proposal(ref) : proposal
            var before = JSONObject()
            if let after, after > 0, !rows.isEmpty {
                let then = try? await session.ask(Verbs.Replay(ref: ref, version: Int(after))).object
                before = then.map { ShownProposal($0).fields } ?? before
            }
            let page = HistoryPage(rows, present, labels, session.paint, after: before, isFull: full)
            session.console.lines(page.lines)
        }
    }
}

extension ClientSession {
    /// The events of a proposal, all of them unless there is a limit, and the proposal as it stands.
    fileprivate func history(
        _ ref: String, after: Int64?, limit: Int?
    ) async throws -> (rows: [JSONObject], proposal: JSONObject) {
        let page = 1000
        var rows: [JSONObject] = []
        var last = after
        while true {
            let answer = try await ask(Verbs.History(ref: ref, after: last.map { Int($0) }, limit: limit ?? page))
            rows += answer.rows
            guard limit == nil, answer.rows.count == page, let version = answer.rows.last?["version"]?.integer else {
                return (rows, answer.object)
            }
            last = version
        }
    }
}
