import ArgumentParser
import CanonicalJSON
import LineProtocol

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
            let (rows, answer) = try await session.pages(Verbs.Inbox(forum: forum))
            if session.isJSON { return session.printJSON(rows, answer) }
            let things = rows.map { Verbs.Inbox.Row($0) }
            let next = try await session.answering(things)
            try session.print(rows, answer, InboxPage(things, session.paint(table), next: next).lines())
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
            let definition = try await definition(of: try await ask(Verbs.Show(ref: ref)).object)
            guard let why = try await ask(Verbs.Why(ref: ref, transition: act)).rows.first,
                let unmet = (why["unmet"]?.array ?? []).first(where: { $0["requirement"]?.string == kind })?.object
            else { continue }
            commands[ref] = NextCommand(ref: ref, definition: definition).supplying(unmet, for: why)
        }
        return commands
    }
}
