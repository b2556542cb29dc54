import ArgumentParser
import CanonicalJSON
import ImportFiles
import LineProtocol
import Terminal

/// `chancery draft`
struct DraftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draft",
        abstract: "Start a proposal from a file, an editor or options.",
        discussion: """
            Only the title is needed to begin; the form comes from the forum's lifecycle. --editor opens $EDITOR on a \
            commented YAML form, filled in from the file and the options. If the standard output is not a terminal, only \
            the ref is printed: ref=$(chancery draft proposal.yaml)

            Examples:
              chancery draft proposal.yaml
              chancery draft --editor
              chancery draft --field title="Seminar on Water" --field organisers=JP,FI \\
                  --field cost="EUR 20000"
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var forum: ForumOption
    @OptionGroup var write: WriteOptions
    @OptionGroup var decided: DecidedOption

    @Argument(help: "A file with the fields, in YAML or JSON; - reads the standard input.", completion: .file())
    var file: String?

    @Flag(help: "Write the fields in $EDITOR.")
    var editor = false

    @Option(help: ArgumentHelp("A field; may be repeated.", valueName: "key=value"))
    var field: [String] = []

    @Option(help: ArgumentHelp("The partner that proposes, if you speak for several.", valueName: "id"))
    var partner: String?

    @Option(help: ArgumentHelp("The lifecycle, if the forum has several.", valueName: "id"))
    var lifecycle: String?

    @Flag(help: "Print the commented form; send nothing.")
    var template = false

    mutating func validate() throws {
        guard file != nil || editor || template || !field.isEmpty else {
            throw ValidationError("Give a FILE, --editor, or at least one --field.")
        }
    }

    func run() async throws {
        try await ClientSession.with(connection) { session in
            let forum = try await session.forum(self.forum.forum)
            let definition = try await session.definition(forum, lifecycle)
            let form = FormField.form(of: definition)
            var writer = FieldsWriter(form: form, title: definition["title"]?.string ?? "Proposal")
            if template {
                session.console.write(writer.template())
                return
            }
            writer.partners = try await session.partners(
                named: field, mayNameAny: file != nil || editor, form, of: forum)
            var (fields, kept) = try writer.fields(
                file: file, texts: field, editor: editor, present: JSONObject(), mayClear: false,
                console: session.console)
            // A file may say both, where the form has no field of that name; an option comes first.
            let proposer: String? =
                if let partner { try await session.partner(partner, in: forum) } else { nil }
            var draft = Verbs.Draft()
            draft.forum = forum
            draft.partner = proposer
            draft.lifecycle = lifecycle
            let besides = DraftFile.besides(form)
            if besides.contains("partner") {
                draft.partner = draft.partner ?? fields["partner"]?.string
                fields["partner"] = nil
            }
            if besides.contains("lifecycle") {
                draft.lifecycle = draft.lifecycle ?? fields["lifecycle"]?.string
                fields["lifecycle"] = nil
            }
            draft.fields = fields
            draft.decided = try Decided(decided)
            let answer = try await kept.keeping { [draft] in
                try await session.answering(file != nil || editor) { try await session.write(draft, write) }
            }
            // A script wants the ref and nothing else: ref=$(chancery draft …).
            guard session.isJSON || session.console.output.isTerminal else {
                let written = try answer.written
                for line in WriteText.kept(written.keptAs) + WriteText.alike(written.looksLike) {
                    session.console.errorLine("chancery: " + line)
                }
                return session.console.line(TerminalText.line(written.proposal.ref))
            }
            let taken = TakenWord("--partner", partner, proposer)
            try session.printWrite(answer, taken: [taken].compactMap { $0 })
        }
    }
}
