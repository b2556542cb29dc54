import CanonicalJSON
import Glibc
import Lifecycle
import LineClient
import LineProtocol
import Record

/// Fetches a document part by part into a file beside its place, from where an earlier attempt stopped. It gets its name when
/// every byte is there and the digest is right.
struct DocumentDownload {
    let session: ClientSession
    let ref: String
    let digest: String
    let size: Int
    let path: String
    let replaces: Bool

    private static let window = 8

    /// Where the bytes are kept until they are whole.
    var draft: String { "\(path).\(digest.prefix(12)).part" }

    func run() async throws {
        guard replaces || !LocalFile.exists(path) else { throw taken }
        guard !isDevice else {
            throw CommandFailure.notDone(["\(PlainText.line(path)) is no plain file; --force replaces files alone"])
        }
        do { try await fetch() } catch let fault as FileFault {
            throw CommandFailure.notDone(["\(PlainText.line(draft)) \(fault.sentence)"])
        }
    }

    private func fetch() async throws {
        let file = try OpenFile.writing(draft)
        if file.size > size { try file.cut(to: 0) }
        var got = file.size
        let bar = ProgressBar("fetching", total: size, unit: .kibibytes, console: session.console)
        defer { bar.finish() }
        bar.reach(got)
        while got < size {
            let starts = stride(from: got, to: size, by: DocumentRules.largestPart).prefix(DocumentDownload.window)
            let requests = starts.map {
                Request(
                    tag: RequestTag(number: 0), verb: .fetch, arguments: [ref, digest], options: ["offset": String($0)])
            }
            for answer in try await Pipeline(session, givesKeys: false).run(requests) {
                guard case .success(let object) = answer.result else {
                    throw answer.failure.map(CommandFailure.refused) ?? CommandFailure.notDone([])
                }
                guard object["offset"]?.integer == Int64(got),
                    let bytes = object["data"]?.string.flatMap(Base64.decode), !bytes.isEmpty,
                    got + bytes.count <= size
                else { throw CommandFailure.notDone(["the server answered another part than was asked for"]) }
                try file.write(bytes, at: got)
                got += bytes.count
                bar.reach(got)
            }
        }
        guard try file.digest() == digest else {
            unlink(draft)
            throw CommandFailure.notDone([
                "what came does not have the digest \(digest); nothing of it was kept; run the command again"
            ])
        }
        try file.settle()
        try place()
    }

    /// Gives the file its name; one that came into being meanwhile is not replaced unasked.
    private func place() throws {
        if replaces {
            guard rename(draft, path) == 0 else {
                throw FileFault(sentence: "cannot be put in place: \(OpenFile.reason)")
            }
            return
        }
        if link(draft, path) != 0 {
            if errno == EEXIST { throw taken }
            throw FileFault(sentence: "cannot be put in place: \(OpenFile.reason)")
        }
        unlink(draft)
    }

    /// Whether a device, a pipe, a socket or a folder stands where the file is to stand.
    private var isDevice: Bool {
        var status = stat()
        return lstat(path, &status) == 0 && ![S_IFREG, S_IFLNK].contains(status.st_mode & S_IFMT)
    }

    private var taken: CommandFailure {
        .notDone(["\(PlainText.line(path)) is there already; say --force to replace it, or --out another file"])
    }
}
