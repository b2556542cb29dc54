import ArgumentParser
import CanonicalJSON
import Documents
import LineProtocol
import Terminal

/// `chancery file`
struct FileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "file", abstract: "File a document on a proposal.",
        discussion: """
            The file is sent in parts. If that is interrupted, run the same command again to continue, or add --drop to \
            give up: the server then forgets the parts it has, which makes room for another document. The proposal's \
            lifecycle says which types may be filed, and by whom.

            Examples:
              chancery file ASEM-2026-0001 concept-paper.pdf
              chancery file ASEM-2026-0001 scan0012.pdf --name "Agenda.pdf"
              chancery file ASEM-2026-0001 scan0012.pdf --drop
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var write: WriteOptions

    @Argument(help: "The proposal.", completion: Completing.refs)
    var ref: String

    @Argument(help: "The file.", completion: .file())
    var file: String

    @Option(
        help: ArgumentHelp(
            "Its media type, if the ending of its name does not show it: application/pdf.", valueName: "type")
    )
    var type: String?

    @Option(help: ArgumentHelp("Its name. Default: the name of the file.", valueName: "name"))
    var name: String?

    @Flag(help: "Give up an interrupted attempt to file it. Documents already filed stay filed.")
    var drop = false

    func validate() throws {
        try RefFirst.check(ref, file, "file")
    }

    func run() async throws {
        let name = name ?? String(file.split(separator: "/").last ?? "")
        if let fault = DocumentName.fault(name) {
            throw CommandFailure.usage("\"\(TerminalText.line(name))\" cannot be a document's name: \(fault)")
        }
        let source: OpenFile
        let digest: String
        do throws(FileFault) {
            source = try OpenFile.reading(file)
            guard (1...DocumentRules.largestDocument).contains(source.size) else {
                throw FileFault(
                    sentence: "has \(source.size) bytes; a document has from 1 to \(DocumentRules.largestDocument)")
            }
            digest = try source.digest()
        } catch {
            throw CommandFailure.usage("\(TerminalText.line(file)) \(error.sentence)")
        }
        try await ClientSession.with(connection) { session in
            var type = type ?? ""
            // What is given up is known by its digest; which type it has matters no more.
            if type.isEmpty { type = drop ? "application/octet-stream" : try await usualType(of: name, session) }
            let upload = FileUpload(
                session: session, ref: ref, file: source, name: name, type: type, size: source.size, digest: digest,
                key: write.key, version: write.version)
            if drop {
                let gone =
                    "\(TerminalText.line(ref)): no part of \(TerminalText.line(name)) is waiting any more, digest \(digest)"
                return try session.print(try await upload.drop()) { _ in [gone] }
            }
            let (answer, proposal) = try await session.answering(true) { try await upload.run() }
            try session.print(answer) { _ in
                WriteText(session.paint).lines(proposal) + ["  \(TerminalText.line(name)), digest \(digest)"]
            }
        }
    }

    /// The type that the name's ending tells, among those that the proposal's lifecycle allows.
    private func usualType(of name: String, _ session: ClientSession) async throws -> String {
        let definition = try await session.definition(of: try await session.proposal(ref))
        let allowed = (definition["documents"]?["types"]?.strings ?? []).compactMap { DocumentType(rawValue: $0) }
        guard !allowed.isEmpty else {
            throw CommandFailure.notDone(["proposals like \(TerminalText.line(ref)) take no documents"])
        }
        if let type = allowed.first(where: { $0.fits(name: name) }) { return type.rawValue }
        let endings = allowed.flatMap(\.endings).map { "." + $0 }.joined(separator: ", ")
        throw CommandFailure.notDone([
            "a document like \(TerminalText.line(name)) may not be filed; these may: \(endings)"
        ]
        )
    }
}
