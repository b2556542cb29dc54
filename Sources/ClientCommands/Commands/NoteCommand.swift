import ArgumentParser
import LineProtocol

/// `chancery note`
struct NoteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "note", abstract: "Leave a note in a proposal's history.",
        discussion: "Example:\n  chancery note ASEM-2026-0001 \"The venue was visited on 3 March.\"")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var decided: DecidedOption

    @Argument(help: "The proposal.", completion: Completing.refs)
    var ref: String

    @Argument(help: "The note.")
    var text: String

    func validate() throws {
        try RefFirst.check(ref, text, "note")
    }

    func run() async throws {
        var note = Verbs.Note()
        note.ref = ref
        note.text = text
        note.decided = try Decided(decided)
        try await ClientSession.with(connection) { [note] session in
            let answer = try await session.write(note, write)
            try session.printWrite(answer)
        }
    }
}
