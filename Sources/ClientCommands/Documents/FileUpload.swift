import CanonicalJSON
import Documents
import LineClient
import LineProtocol
import Record
import Terminal

/// Sends a file to a proposal part by part, from where an earlier attempt stopped.
struct FileUpload {
    let session: ClientSession
    let ref: String
    let file: OpenFile
    let name: String
    let type: String
    let size: Int
    let digest: String
    var key: String?
    var version: Int64?

    /// How many parts are under way at a time.
    private static let window = 8
    /// How often it goes on from where the server stands, where parts were refused.
    private static let attempts = 5

    /// The answer to the last part, and where that left the proposal.
    typealias Filed = (answer: WrittenAnswer<Verbs.File>, proposal: WrittenProposal)

    func run() async throws -> Filed {
        let asked = try await session.answer(to: request(version: version))
        if let failure = asked.failure {
            guard let filed = try await filedBefore() else { throw CommandFailure.refused(failure) }
            return filed
        }
        var received = try WrittenAnswer<Verbs.File>(asked).written.received
        let bar = ProgressBar("filing", total: size, unit: .kibibytes, console: session.console)
        defer { bar.finish() }
        bar.reach(received)
        for attempt in 1...FileUpload.attempts {
            do {
                return try await send(from: &received, bar)
            } catch CommandFailure.refused(let failure) {
                // Another client may send the same: on from where the server stands, or the reason why not.
                guard attempt < FileUpload.attempts, failure.object["field"]?.string == "offset",
                    let stands = failure.object["received"]?.integer
                else { throw CommandFailure.refused(failure) }
                received = Int(stands)
            }
        }
        throw CommandFailure.notDone(["\(TerminalText.line(name)) could not be sent; run the command again"])
    }

    /// Has the server forget the parts that came.
    func drop() async throws -> WrittenAnswer<Verbs.File> {
        let request = try request(version: version, key: key ?? ClientSession.newKey(), isDropped: true)
        return try WrittenAnswer(try await session.answer(to: request))
    }

    /// A request that was done before is answered again by its key; nil where it was not.
    private func filedBefore() async throws -> Filed? {
        guard let key, let last = try? request(from: lastStart, version: version, key: key),
            case let again = try await session.answer(to: last), again.failure == nil
        else { return nil }
        let answer = try WrittenAnswer<Verbs.File>(again)
        guard let proposal = try answer.written.filed, proposal.change.place.isRepeated else { return nil }
        return (answer, proposal)
    }

    /// Where the last part begins.
    private var lastStart: Int { (size - 1) / DocumentRules.largestPart * DocumentRules.largestPart }

    private func send(from received: inout Int, _ bar: ProgressBar) async throws -> Filed {
        while true {
            var requests: [Request] = []
            var at = received
            while requests.count < FileUpload.window, at < size {
                let isLast = at + DocumentRules.largestPart >= size
                requests.append(
                    try request(
                        from: at, version: isLast ? version : nil, key: isLast ? key ?? ClientSession.newKey() : nil))
                at += DocumentRules.largestPart
            }
            var done = received
            let answers = try await Pipeline(session, givesKeys: false).run(requests) {
                done = min(done + DocumentRules.largestPart, size)
                bar.reach(done)
            }
            for answer in answers {
                let answer = try WrittenAnswer<Verbs.File>(answer)
                let written = try answer.written
                received = written.received
                if let proposal = written.filed { return (answer, proposal) }
            }
            guard received == min(at, size), received < size else {
                throw CommandFailure.notDone(["the server received \(received) bytes but did not file them"])
            }
        }
    }

    private func request(
        from start: Int? = nil, version: Int64?, key: String? = nil, isDropped: Bool = false
    ) throws -> Request {
        var part = Verbs.File()
        part.ref = ref
        part.document = name
        part.type = type
        part.size = size
        part.digest = digest
        part.drop = isDropped
        if let start {
            let bytes: [UInt8]
            do { bytes = try file.bytes(from: start, count: min(DocumentRules.largestPart, size - start)) } catch {
                throw CommandFailure.notDone(["\(TerminalText.line(name)) \(error.sentence)"])
            }
            part.data = Base64.encode(bytes)
            part.offset = start
        }
        return try ClientSession.request(part, key: key, if: version)
    }
}
