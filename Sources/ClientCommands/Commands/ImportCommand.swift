import ArgumentParser
import CanonicalJSON
import ImportFiles
import LineProtocol
import Terminal

/// `chancery import`
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import a list kept elsewhere: initiatives, meetings, partners or coordinators.",
        discussion: """
            The file is recognised by its content or its name. Past activities go to the archive, others become drafts; \
            each keeps its source. Unmapped items are counted by reason, with the first of each; --verbose lists them all. \
            Importing twice changes nothing. Spellings of names come from forum.yaml, and bodies and areas from import.yaml beside it: in \
            the folder of the file, or in schema/forums/FORUM.

            Examples:
              chancery import initiatives.jsonl
              chancery import meetings.csv --forum asem
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var forum: ForumOption

    @Argument(help: "The file: a table (CSV), JSON lines, or a JSON array.", completion: .file())
    var file: String

    @Option(help: ArgumentHelp("What the file holds, if it is not recognised.", valueName: "kind"))
    var kind: ImportKind?

    @Option(
        help: ArgumentHelp(
            "A YAML file with spellings, bodies and areas to use instead of those found.", valueName: "file"),
        completion: .file())
    var spellings: String?

    @Option(help: ArgumentHelp("The lifecycle of the proposals, if the forum has several.", valueName: "id"))
    var lifecycle: String?

    @Option(help: ArgumentHelp("The role of the coordinators.", valueName: "role"))
    var coordinatorRole = "regional-coordinator"

    @Flag(help: "List every item that could not be mapped as it is.")
    var verbose = false

    func run() async throws {
        let text: String
        do {
            text = try LocalFile.text(file)
        } catch {
            throw CommandFailure.usage("\(TerminalText.line(file)) \(error.sentence)")
        }
        // Of an empty file every kind means the same: nothing to do.
        let isBlank = !text.contains { !$0.isWhitespace }
        guard let kind = kind ?? ImportKind.of(file: file, text: text) ?? (isBlank ? .initiatives : nil) else {
            // Where it is meant to be JSON, what is wrong with that comes first.
            if let first = text.first(where: { !$0.isWhitespace }), first == "{" || first == "[",
                let issue = JSONLines(text).issues.first
            {
                throw CommandFailure.notDone([TerminalText.line("\(file):\(issue.line): \(issue.reason)")])
            }
            let kinds = ImportKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure.usage(
                "the contents of \(TerminalText.line(file)) are not recognised; name it with --kind: \(kinds)")
        }
        try await ClientSession.with(connection) { session in
            let forum = try await session.forum(self.forum.forum)
            let name = try await session.read(Verbs.Forum(forum: forum)).end.name
            let vocabulary =
                try spellings.map { try ImportVocabulary(file: $0) }
                ?? ImportVocabulary.found(beside: file, forum: forum, name: name, session.console)
            var run = ImportRun(session: session, forum: forum, vocabulary: vocabulary, lifecycle: lifecycle)
            run.coordinatorRole = coordinatorRole
            let report = try await run.run(kind, file: file, text: text)
            session.print(report.sortedIssues.map(\.json), report.json, report.lines(session.paint, isVerbose: verbose))
            if text.contains(where: { !$0.isWhitespace }), let why = report.emptiness {
                throw CommandFailure.notDone([why])
            }
        }
    }
}
