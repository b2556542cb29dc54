import CanonicalJSON
import Documents
import Glibc
import LineClient
import LineProtocol
import Record
import Terminal

/// Fetches a document part by part into a file beside its place, from where an earlier attempt stopped. It gets its name when
/// every byte is there and the digest is right.
struct DocumentDownload {
    let session: ClientSession
    let ref: String
    let digest: String
    let size: Int
    let path: String
    let replaces: Bool
    /// Where the file itself is to stand: what a symbolic link leads to, so that the link stays.
    private let place: String

    private static let window = 8

    init(session: ClientSession, ref: String, digest: String, size: Int, path: String, replaces: Bool) {
        (self.session, self.ref, self.digest, self.size) = (session, ref, digest, size)
        (self.path, self.replaces, place) = (path, replaces, LocalFile.destination(path))
    }

    /// Where the bytes are kept until they are whole.
    var draft: String { "\(place).\(digest.prefix(12)).part" }

    /// Whether the file came into being through this, or through another fetch: it was there before, or came meanwhile.
    enum Outcome: Sendable {
        case fetched
        case wasThere
    }

    func run() async throws -> Outcome {
        if !replaces, LocalFile.exists(path) {
            guard isThere else { throw taken }
            return .wasThere
        }
        guard !isDevice else {
            throw CommandFailure.notDone([
                "\(TerminalText.line(path)) is not a regular file; --force replaces files only"
            ])
        }
        do { return try await fetch() } catch let fault as FileFault {
            throw CommandFailure.notDone(["\(TerminalText.line(draft)) \(fault.sentence)"])
        }
    }

    /// The document in memory, once its digest is right; no file is touched.
    func bytes() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        try await receive(from: 0) { part, _ in bytes += part }
        guard Digest.sha256(bytes).hex == digest else { throw damaged }
        return bytes
    }

    private func fetch() async throws -> Outcome {
        guard let file = try draftFile() else { return .wasThere }
        if file.size > size { try file.cut(to: 0) }
        try await receive(from: file.size) { part, offset in try file.write(part, at: offset) }
        guard try file.digest() == digest else {
            unlink(draft)
            throw damaged
        }
        try file.settle()
        return try settle()
    }

    /// Where the bytes go, for this fetch alone: what another still writes must not be put in place. Nil where the document came to
    /// stand there while this waited.
    private func draftFile() throws -> OpenFile? {
        if let file = try OpenFile.writingAlone(draft) { return file }
        session.console.errorLine("chancery: waiting for another fetch into \(TerminalText.line(path))")
        while true {
            guard let file = try OpenFile.writingAlone(draft, waits: true) else { continue }
            guard isThere else { return file }
            unlink(draft)
            return nil
        }
    }

    /// Asks for the bytes from an offset on, and hands each part over with its place.
    private func receive(from start: Int, _ take: ([UInt8], Int) throws -> Void) async throws {
        var got = start
        let bar = ProgressBar("fetching", total: size, unit: .kibibytes, console: session.console)
        defer { bar.finish() }
        bar.reach(got)
        while got < size {
            let starts = stride(from: got, to: size, by: DocumentRules.largestPart).prefix(DocumentDownload.window)
            let requests = try starts.map {
                try ClientSession.request(Verbs.Fetch(ref: ref, digest: digest, offset: $0))
            }
            for answer in try await Pipeline(session, givesKeys: false).run(requests) {
                guard case .success(let object) = answer.result else {
                    throw answer.failure.map(CommandFailure.refused) ?? CommandFailure.notDone([])
                }
                let part = try ReadAnswer<Verbs.Fetch>(sent: ([], object)).end
                guard part.offset == got, let bytes = Base64.decode(part.data), !bytes.isEmpty,
                    got + bytes.count <= size
                else { throw CommandFailure.notDone(["the server sent another part than the one requested"]) }
                try take(bytes, got)
                got += bytes.count
                bar.reach(got)
            }
        }
    }

    /// Gives the file its name; one that came into being meanwhile is not replaced unasked.
    private func settle() throws -> Outcome {
        let isPlaced = (replaces ? rename(draft, place) : link(draft, place)) == 0
        let reason = errno
        guard isPlaced || isThere else {
            if reason == EEXIST { throw taken }
            throw FileFault(sentence: "cannot be put in place: \(String(cString: strerror(reason)))")
        }
        unlink(draft)
        return isPlaced ? .fetched : .wasThere
    }

    /// Whether the very document stands where the file is to stand.
    private var isThere: Bool {
        guard !isDevice, let file = try? OpenFile.reading(path), file.size == size else { return false }
        return (try? file.digest()) == digest
    }

    /// Whether a device, a pipe, a socket, a folder or a link to nothing stands where the file is to stand.
    private var isDevice: Bool {
        var status = stat()
        return lstat(place, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    }

    private var damaged: CommandFailure {
        .notDone([
            "what came does not have the digest \(digest); none of it was kept; run the command again",
            "where it says so again, the stored document was changed: tell the forum's auditors",
        ])
    }

    private var taken: CommandFailure {
        .notDone([
            "\(TerminalText.line(path)) already exists; use --force to replace it, or --out to choose another file"
        ])
    }
}
