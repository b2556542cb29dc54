import ArgumentParser
import CanonicalJSON
import Documents
import LineProtocol
import Terminal

/// `chancery fetch`
struct FetchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch", abstract: "Fetch a document that was filed on a proposal.",
        discussion: """
            The file gets its name once it is complete and its digest matches. If the download is interrupted, run the \
            same command again to continue.

            Examples:
              chancery fetch ASEM-2026-0001 concept-paper.pdf
              chancery fetch ASEM-2026-0001 3b1f0c9a --out paper.pdf --force
              chancery fetch ASEM-2026-0001 concept-paper.pdf --out - | lpr
            """)

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: "The proposal.", completion: Completing.refs)
    var ref: String

    @Argument(
        help: "The document's name, its digest, or the first 8 digits of its digest.", completion: Completing.documents)
    var document: String

    @Option(
        help: ArgumentHelp(
            "The file or folder to write; - is the standard output. Default: the document's name.",
            valueName: "file"),
        completion: .file())
    var out: String?

    @Flag(help: "Replace an existing file. A symbolic link stays, and the file that it leads to is replaced.")
    var force = false

    func validate() throws {
        try RefFirst.check(ref, document, "fetch")
    }

    func run() async throws {
        try await ClientSession.with(connection) { session in
            let proposal = try await session.proposal(ref)
            let found = try chosen(from: proposal.record?.documents ?? [])
            let (name, digest) = (found.name, found.digest)
            guard let size = found.size, DocumentName.fault(name) == nil
            else { throw CommandFailure.notDone(["the server names a document without a valid name"]) }
            var path = out ?? name
            if LocalFile.isDirectory(path) { path += "/" + name }
            let download = DocumentDownload(
                session: session, ref: ref, digest: digest, size: size, path: path, replaces: force)
            if out == "-" {
                guard !session.console.output.isTerminal else {
                    throw CommandFailure.notDone([
                        "the standard output is a terminal; redirect it, or choose a file with --out"
                    ])
                }
                return session.console.writeBytes(try await download.bytes())
            }
            let outcome = try await download.run()
            let done: JSONObject = [
                "digest": .string(digest), "file": .string(path), "name": .string(name), "ref": .string(ref),
                "size": .integer(Int64(size)), "type": .optional(found.type),
            ]
            session.print(
                done,
                [
                    "\(TerminalText.line(path)): \(outcome == .wasThere ? "there already, " : "")\(SizeText.text(size)), "
                        + "the digest matches: \(TerminalText.line(digest))"
                ])
        }
    }

    /// The one document meant.
    private func chosen(from documents: [ShownDocument]) throws -> ShownDocument {
        let matching = documents.filter {
            $0.name == document || document.count >= 8 && $0.digest.hasPrefix(document.lowercased())
        }
        if matching.count == 1 { return matching[0] }
        let asked = TerminalText.line(document)
        guard !matching.isEmpty else {
            let names = documents.map { TerminalText.line($0.name) }
            throw CommandFailure.notDone([
                "\(TerminalText.line(ref)) has no document \(asked)"
                    + (names.isEmpty ? " that you can see" : "; it has \(names.joined(separator: ", "))")
            ])
        }
        let lines = matching.map { "  " + DocumentText.line($0) }
        throw CommandFailure.notDone(["several documents are called \(asked); give the digest instead"] + lines)
    }
}
