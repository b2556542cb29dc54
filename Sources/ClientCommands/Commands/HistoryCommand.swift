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
            let answer = try await session.history(ref, after: after, limit: limit)
            if session.isJSON { return session.printJSON(answer) }
            let (events, proposal) = (try answer.rows, try answer.end.proposal)
            let labels = await session.labels(of: proposal)
            // The head tells of the proposal as it stands, also over a part of its history.
            let isPart = limit.map { events.count >= $0 } ?? false
            let present = isPart ? try await session.proposal(ref) : proposal
            var before = JSONObject()
            if let after, after > 0, !events.isEmpty {
                let then = try? await session.read(Verbs.Replay(ref: ref, version: Int(after))).end
                before = then?.fields ?? before
            }
            let page = HistoryPage(events, present, labels, session.paint, after: before, isFull: full)
            session.console.lines(page.lines)
        }
    }
}

extension ClientSession {
    /// The events of a proposal, all of them unless there is a limit, and the proposal as it stands.
    fileprivate func history(
        _ ref: String, after: Int64?, limit: Int?
    ) async throws -> ReadAnswer<Verbs.History> {
        var history = Verbs.History(ref: ref, after: after.map { Int($0) }, limit: limit ?? 1000)
        var rows: [JSONObject] = []
        while true {
            let page = try await read(history).sent
            rows += page.rows
            guard limit == nil, let next = Verbs.History.End(page.object).next, next != history.after else {
                return ReadAnswer(sent: (rows, page.object))
            }
            history.after = next
        }
    }
}
