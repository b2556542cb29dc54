import ArgumentParser
import CanonicalJSON
import Lifecycle
import LineProtocol

/// `chancery fetch`
struct FetchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch", abstract: "Fetch a document that was filed on a proposal.",
        discussion: """
            It gets its name when every byte is there and its digest is right. Where that is interrupted, the same command \
            goes on from there.

            Examples:
              chancery fetch ASEM-2026-0001 concept-paper.pdf
              chancery fetch ASEM-2026-0001 3b1f0c9a --out paper.pdf --force
              chancery fetch ASEM-2026-0001 concept-paper.pdf --out - | lpr
            """)

    @OptionGroup var connection: ConnectionOptions

    @Argument(help: "The proposal.", completion: Completing.refs)
    var ref: String

    @Argument(help: "The document's name, or its digest or the first 8 digits of it.", completion: Completing.documents)
    var document: String

    @Option(
        help: ArgumentHelp(
            "The file, or the folder, to write; the document's name when left out; - is the standard output.",
            valueName: "file"),
        completion: .file())
    var out: String?

    @Flag(help: "Replace a file that is there.")
    var force = false

    func run() async throws {
        try await ClientSession.with(connection) { session in
            let proposal = try await session.ask(.show, [ref]).object
            let found = try chosen(from: (proposal["documents"]?.array ?? []).compactMap(\.object))
            guard let name = found["name"]?.string, let digest = found["digest"]?.string,
                let size = found["size"]?.integer, DocumentName.fault(name) == nil
            else { throw CommandFailure.notDone(["the server tells of a document without a proper name"]) }
            var path = out ?? name
            if LocalFile.isDirectory(path) { path += "/" + name }
            let download = DocumentDownload(
                session: session, ref: ref, digest: digest, size: Int(size), path: path, replaces: force)
            if out == "-" {
                guard !session.console.output.isTerminal else {
                    throw CommandFailure.notDone([
                        "the standard output is a terminal; redirect it, or name a file with --out"
                    ])
                }
                return session.console.writeBytes(try await download.bytes())
            }
            let outcome = try await download.run()
            let done: JSONObject = [
                "digest": .string(digest), "file": .string(path), "name": .string(name), "ref": .string(ref),
                "size": .integer(size), "type": found["type"] ?? .null,
            ]
            session.print(
                done,
                [
                    "\(PlainText.line(path)): \(outcome == .wasThere ? "there already, " : "")\(SizeText.text(Int(size))), "
                        + "the digest is right: \(PlainText.line(digest))"
                ])
        }
    }

    /// The one document meant.
    private func chosen(from documents: [JSONObject]) throws -> JSONObject {
        let matching = documents.filter {
            $0["name"]?.string == document
                || document.count >= 8 && $0["digest"]?.string?.hasPrefix(document.lowercased()) == true
        }
        if matching.count == 1 { return matching[0] }
        let asked = PlainText.line(document)
        guard !matching.isEmpty else {
            let names = documents.compactMap { $0["name"]?.string }.map { PlainText.line($0) }
            throw CommandFailure.notDone([
                "\(PlainText.line(ref)) has no document \(asked)"
                    + (names.isEmpty ? " that you may see" : "; it has \(names.joined(separator: ", "))")
            ])
        }
        let lines = matching.map { "  " + DocumentText.line($0) }
        throw CommandFailure.notDone(["several documents are called \(asked); say the digest"] + lines)
    }
}
