import Bundles
import NIOCore
import NIOHTTP1
import NIOPosix
import Record
import Synchronization

/// A witness as C2SP tlog-witness describes it, over HTTP: it is shown checkpoints at `/w/add-checkpoint`, and cosigns what extends the last
/// one that it saw.
final class C2SPWitness: Sendable {
    private struct State {
        var witness: Witness
        var requests: [[UInt8]] = []
        /// What it answers instead, once each.
        var instead: [(status: Int, type: String, body: String)] = []
    }

    let key: NoteKey
    private let log: NoteKey
    private let state: Mutex<State>
    private let channel = Mutex<(any Channel)?>(nil)

    init(log: NoteKey, name: String, seed: UInt8) throws {
        let signer = try NoteSigner(name: name, kind: .cosignature, seed: Array(repeating: seed, count: 32))
        key = signer.key
        self.log = log
        state = Mutex(State(witness: Witness(log: log, signer: signer)))
    }

    /// Begins to listen; answers its submission prefix.
    func listen() async throws -> String {
        let bound = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.configureHTTPServerPipeline()
                    try child.pipeline.syncOperations.addHandler(Handler(self))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        channel.withLock { $0 = bound }
        return "http://127.0.0.1:\(bound.localAddress?.port ?? 0)/w/"
    }

    func close() async { try? await channel.withLock { $0 }?.close().get() }

    /// The bodies that it was sent.
    var requests: [String] { state.withLock { $0.requests.map { String(decoding: $0, as: UTF8.self) } } }

    func answerNext(_ status: Int, _ type: String = "text/plain", _ body: String = "") {
        state.withLock { $0.instead.append((status, type, body)) }
    }

    /// What it makes of a request, by the words of the specification.
    fileprivate func answer(_ path: String, _ body: [UInt8]) -> (status: Int, type: String, body: String) {
        state.withLock { state -> (status: Int, type: String, body: String) in
            state.requests.append(body)
            if !state.instead.isEmpty { return state.instead.removeFirst() }
            guard path == "/w/add-checkpoint" else { return (404, "text/plain", "") }
            let text = String(decoding: body, as: UTF8.self)
            guard let end = text.firstRange(of: "\n\n") else { return (400, "text/plain", "") }
            let lines = text[..<end.lowerBound].split(separator: "\n").map(String.init)
            let note = Array(text[end.upperBound...].utf8)
            guard let old = lines.first.flatMap({ Int64($0.dropFirst(4)) }), lines[0] == "old \(old)", lines.count < 65,
                let signed = try? SignedNote(parsing: note), let shown = try? Checkpoint(text: signed.text),
                old <= shown.size
            else { return (400, "text/plain", "") }
            guard shown.origin == log.name else { return (404, "text/plain", "") }
            guard (try? Checkpoint(verifying: note, signedBy: log)) != nil else { return (403, "text/plain", "") }
            var seen: Int64 = 0
            if case .following(let last) = state.witness.state { seen = last.checkpoint.size }
            guard old == seen else { return (409, "text/x.tlog.size", "\(seen)\n") }
            let hashes = lines.dropFirst().compactMap { Base64.decode($0).flatMap { Digest($0) } }
            guard hashes.count == lines.count - 1, old > 0 || hashes.isEmpty else { return (422, "text/plain", "") }
            let proof = ConsistencyProof(oldSize: old, newSize: shown.size, path: hashes)
            switch state.witness.noteShown(note, proof, at: 1_800_000_000) {
            case .keepThenCosign(let signature): return (200, "text/plain; charset=utf-8", signature.line + "\n")
            case .keepEvidence(let evidence):
                return (evidence.kind == .twoRoots ? 409 : 422, "text/plain", "")
            case .askForProof, .tooOld, .reject, .clockWentBack: return (500, "text/plain", "")
            }
        }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let witness: C2SPWitness
        private var path = ""
        private var body: [UInt8] = []

        init(_ witness: C2SPWitness) { self.witness = witness }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): (path, body) = (head.method == .POST ? head.uri : "", [])
            case .body(let bytes): body += bytes.readableBytesView
            case .end:
                let (status, type, text) = witness.answer(path, body)
                let head = HTTPResponseHead(
                    version: .http1_1, status: HTTPResponseStatus(statusCode: status),
                    headers: ["content-type": type, "content-length": "\(text.utf8.count)"])
                context.write(wrapOutboundOut(.head(head)), promise: nil)
                context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }
    }
}
