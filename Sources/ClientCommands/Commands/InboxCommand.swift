import ArgumentParser
import LineProtocol
import Terminal

/// `chancery inbox`
struct InboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox", abstract: "List what is waiting for you, the nearest deadline first.",
        discussion: "Example:\n  chancery inbox")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var table: TableOptions
    @OptionGroup var forum: ForumOption

    func run() async throws {
        try await ClientSession.with(connection) { session in
            let forum = try await session.forum(self.forum.forum)
            let answer = try await session.pages(Verbs.Inbox(forum: forum))
            if session.isJSON { return session.printJSON(answer) }
            let things = try answer.rows
            let next = try await session.answering(things)
            session.console.lines(try InboxPage(things, session.paint(table), next: next).lines())
        }
    }
}

extension ClientSession {
    /// The command that answers what looks alike, by the ref of each proposal that waits for nothing but that to be known.
    fileprivate func answering(_ rows: [Verbs.Inbox.Row]) async throws -> [String: String] {
        let kind = "duplicates-answered"
        var commands: [String: String] = [:]
        for row in rows {
            let ref = row.ref
            guard let act = row.transition, commands[ref] == nil, row.offer?.missing.first?.requirement == kind
            else { continue }
            let definition = try await definition(of: try await proposal(ref))
            guard let why = try await read(Verbs.Why(ref: ref, transition: act)).rows.first,
                let unmet = why.unmet?.first(where: { $0.requirement == kind })
            else { continue }
            commands[ref] = NextCommand(ref: ref, definition: definition).supplying(unmet, for: why)
        }
        return commands
    }
}
