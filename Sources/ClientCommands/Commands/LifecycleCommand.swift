import ArgumentParser
import CanonicalJSON
import DefinitionFiles
import DefinitionTree
import Lifecycle
import LineProtocol
import Terminal
import Wording

/// `chancery lifecycle`
struct LifecycleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lifecycle", abstract: "Check lifecycles, show and draw them, and migrate running proposals.",
        subcommands: [Check.self, Show.self, Diagram.self, Migrate.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Report every fault of a lifecycle file and its form, with file and line.",
            discussion: "Example:\n  chancery lifecycle check schema/lifecycles/asem-initiative.yaml")

        @Argument(help: "The lifecycle file.", completion: .file(extensions: ["yaml", "yml"]))
        var file: String

        @Flag(help: "Write JSON for programs: one fault a line, the verdict last.")
        var json = false

        func run() throws {
            let console = Console.current
            try LocalFile.check(file)
            let (definition, faults) = LifecycleFile.check(path: file)
            if json {
                for fault in faults {
                    console.line(
                        ([
                            "file": .string(fault.file), "line": .integer(Int64(fault.line)),
                            "fault": .string(fault.sentence),
                        ] as JSONValue).canonicalText)
                }
                console.line(
                    (["file": .string(file), "faults": .integer(Int64(faults.count))] as JSONValue).canonicalText)
            }
            guard let definition, faults.isEmpty else {
                let count = counted(faults.count, "fault")
                throw CommandFailure.notDone(
                    ["\(TerminalText.line(file)): \(count)"] + faults.map { TerminalText.line("\($0)") })
            }
            if !json {
                console.sentence(
                    "\(TerminalText.line(file)): \(definition.id) version \(definition.version): \(counted(definition.states.count, "state")), "
                        + "\(counted(definition.transitions.count, "transition")), \(counted(definition.form.fields.count, "field")); no fault"
                )
            }
        }
    }

    struct Diagram: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Draw a lifecycle file, as Mermaid or as W3C State Chart XML.",
            discussion: """
                Examples:
                  chancery lifecycle diagram asem-initiative.yaml --mermaid
                  chancery lifecycle diagram asem-initiative.yaml --scxml > asem.scxml
                """)

        @Argument(help: "The lifecycle file.", completion: .file(extensions: ["yaml", "yml"]))
        var file: String

        @Flag(help: "As a Mermaid state diagram (the default).")
        var mermaid = false

        @Flag(help: "As W3C State Chart XML 1.0.")
        var scxml = false

        mutating func validate() throws {
            guard !(mermaid && scxml) else { throw ValidationError("Use --mermaid or --scxml, not both.") }
        }

        func run() throws {
            try LocalFile.check(file)
            let (definition, faults) = LifecycleFile.check(path: file)
            guard let definition else { throw CommandFailure.notDone(faults.map { TerminalText.line("\($0)") }) }
            Console.current.write(TerminalText.block(scxml ? definition.scxml : definition.mermaid))
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a lifecycle of a forum: states, transitions, who takes them, what they need.",
            discussion: "Example:\n  chancery lifecycle show")

        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var forum: ForumOption

        @Argument(help: "The lifecycle. Not needed if the forum has only one.")
        var lifecycle: String?

        @Option(help: ArgumentHelp("An earlier version.", valueName: "number"))
        var version: Int64?

        func run() async throws {
            try await ClientSession.with(connection) { session in
                let forum = try await session.forum(self.forum.forum)
                let answer = try await session.read(
                    Verbs.Lifecycle(forum: forum, lifecycle: lifecycle, version: version.map { Int($0) }))
                let shown = try answer.end.definition ?? Verbs.Lifecycle.Definition()
                session.printEnd(answer, LifecyclePage(shown, session.paint).lines)
            }
        }
    }
}
