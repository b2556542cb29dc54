import CanonicalJSON
import LineProtocol
import Requests
import Synchronization

/// Looks at every answer that has a type of its own whether it reads back as the same from what is sent of it: pages take the one, clients get
/// the other. A request whose answer differs fails.
struct FaithfulGateway: RequestGateway {
    let gateway: ServiceGateway

    var browsers: (any BrowserGateway)? { gateway.browsers }
    var logs: (any LogGateway)? { gateway.logs }

    func strangers(at address: String?) -> any RequestHandler {
        FaithfulHandler(handler: gateway.strangers(at: address))
    }

    func authenticate(_ request: Request, from peer: Peer) async -> Result<Login, Failure> {
        await gateway.authenticate(request, from: peer).map {
            Login(answer: $0.answer, handler: FaithfulHandler(handler: $0.handler))
        }
    }
}

private struct FaithfulHandler: RequestHandler {
    let handler: any RequestHandler

    func accept(_ request: Request) async -> Operation {
        let operation = await handler.accept(request)
        return Operation(operation.haste) { writer in
            let looking = LookingWriter(writer)
            let outcome = await operation.run(looking)
            return looking.isFaithful
                ? outcome : .failure(Failure(.internal, "the answer to \(request.verb) reads back as another"))
        }
    }
}

private final class LookingWriter: AnswerWriter {
    private let writer: any AnswerWriter
    private let seen = Mutex(true)

    init(_ writer: any AnswerWriter) { self.writer = writer }

    var isFaithful: Bool { seen.withLock { $0 } }

    func take(_ answer: any SentAnswer) -> Bool {
        let isSame = (answer as? any ReadBack)?.readsBack ?? false
        if !isSame { seen.withLock { $0 = false } }
        return false
    }

    func begin(at cursor: String) { writer.begin(at: cursor) }
    func watching() { writer.watching() }
    func row(_ object: JSONObject) async throws(ReaderLeft) { try await writer.row(object) }
    func events(_ events: [SentEvent]) async throws(ReaderLeft) { try await writer.events(events) }
}

private protocol ReadBack {
    var readsBack: Bool { get }
}

extension TypedAnswer: ReadBack {
    fileprivate var readsBack: Bool { rows == rows.map { Row($0.object) } && end == End(end.object) }
}
