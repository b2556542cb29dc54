import ArgumentParser
import CanonicalJSON
import ImportFiles
import LineProtocol
import Terminal

/// `chancery revise`
struct ReviseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revise",
        abstract: "Change fields of a proposal.",
        discussion: """
            While the proposal is circulated, --kind says what the change is: a substantive one closes the round, an \
            editorial one keeps the positions and may be contested. --field key= empties a field. How it differs from a \
            proposal that looks alike is added to what was answered before: --field duplicates="REF: how it differs".

            Examples:
              chancery revise ASEM-2026-0001 --field location="Helsinki, Finland"
              chancery revise ASEM-2026-0001 --editor
              chancery revise ASEM-2026-0001 changes.yaml --kind editorial
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var decided: DecidedOption

    @Argument(help: "The proposal.", completion: Completing.refs)
    var ref: String

    @Argument(help: "A file with the changed fields, in YAML or JSON; - reads the standard input.", completion: .file())
    var file: String?

    @Flag(help: "Edit the current text in $EDITOR.")
    var editor = false

    @Option(help: ArgumentHelp("A changed field; may be repeated.", valueName: "key=value"))
    var field: [String] = []

    @Option(
        help: ArgumentHelp("editorial or substantive. Required while it is circulated.", valueName: "kind"),
        completion: .list(["editorial", "substantive"]))
    var kind: String?

    mutating func validate() throws {
        if let file { try RefFirst.check(ref, file, "revise") }
        guard file != nil || editor || !field.isEmpty else {
            throw ValidationError("Give a FILE, --editor, or at least one --field.")
        }
        guard kind.map({ ["editorial", "substantive"].contains($0) }) ?? true else {
            throw ValidationError("--kind takes editorial or substantive.")
        }
    }

    func run() async throws {
        try await ClientSession.with(connection) { session in
            let proposal = try await session.proposal(ref)
            let definition = try await session.definition(of: proposal)
            let form = FormField.form(of: definition)
            var writer = FieldsWriter(form: form, title: "\(ref): \(proposal.title ?? "")")
            writer.partners = try await session.partners(
                named: field, mayNameAny: file != nil || editor, form, of: proposal.forum)
            let present = proposal.fields
            var (fields, kept) = try writer.fields(
                file: file, texts: field, editor: editor, present: editor ? present : nil, mayClear: true,
                console: session.console)
            if editor {
                fields = writer.changes(from: present, to: fields)
            } else {
                fields = AnswersText.added(to: present, fields, texts: field, form)
            }
            guard !fields.isEmpty else {
                kept.remove()
                throw CommandFailure.notDone(["nothing was changed; nothing was sent"])
            }
            // What was read is what is changed: an editor may stay open for an hour.
            let version = write.version ?? (editor ? proposal.record.map { Int64($0.version) } : nil)
            var revision = Verbs.Revise()
            revision.ref = ref
            revision.kind = kind.flatMap { Verbs.Revise.Kind(rawValue: $0) }
            revision.fields = fields
            revision.decided = try Decided(decided)
            let answer = try await kept.keeping { [revision] in
                try await session.answering(file != nil || editor) {
                    try await session.write(revision, key: write.key, if: version)
                }
            }
            try session.printWrite(answer)
        }
    }
}
