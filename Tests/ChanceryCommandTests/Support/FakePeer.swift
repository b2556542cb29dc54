import CanonicalJSON
import LineProtocol
import NIOCore
import NIOPosix
import Synchronization

/// A peer that speaks the line protocol over a real socket and answers as a script says. It is no server: it keeps nothing.
final class FakePeer: Sendable {
    /// What is answered to a request.
    struct Response: Sendable {
        var rows: [JSONObject] = []
        var result: Result<JSONObject, Failure> = .success([:])
        /// Whether the connection ends in place of an answer.
        var isLost = false

        static let lost = Response(isLost: true)

        static func ok(_ object: JSONObject = [:], rows: [JSONObject] = []) -> Response {
            Response(rows: rows, result: .success(object))
        }

        static func refused(_ failure: Failure) -> Response { Response(result: .failure(failure)) }
    }

    typealias Script = @Sendable (Request) -> Response

    private let channel: any Channel
    private let received: Received
    /// The address to give as `--server`.
    let address: String

    private final class Received: Sendable {
        let requests = Mutex<[Request]>([])
    }

    /// Every request that came, logins left out.
    var requests: [Request] { received.requests.withLock { $0.filter { $0.verb != .auth } } }

    /// What was written, by verb.
    func requests(_ verb: Verb) -> [Request] { requests.filter { $0.verb == verb } }

    private init(channel: any Channel, received: Received, port: Int) {
        self.channel = channel
        self.received = received
        address = "127.0.0.1:\(port)"
    }

    /// Starts a peer, runs the body, and stops it.
    static func with<Result>(
        _ script: @escaping Script, _ body: (FakePeer) async throws -> Result
    ) async throws -> Result {
        let received = Received()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.addHandler(PeerHandler(received: received, script: script))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let peer = FakePeer(channel: channel, received: received, port: channel.localAddress?.port ?? 0)
        do {
            let result = try await body(peer)
            try await channel.close()
            return result
        } catch {
            try? await channel.close()
            throw error
        }
    }

    private final class PeerHandler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private var framer = LineFramer(limit: 1 << 20)
        private let received: Received
        private let script: Script

        init(received: Received, script: @escaping Script) {
            self.received = received
            self.script = script
        }

        func channelActive(context: ChannelHandlerContext) {
            send([.hello(["protocol": 1, "server": "fake", "limits": Limits().objectValue])], context)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            framer.append(unwrapInboundIn(data))
            while let line = try? framer.next() {
                do throws(RequestFault) {
                    let request = try Request.parse(Array(line.readableBytesView))
                    received.requests.withLock { $0.append(request) }
                    let response = script(request)
                    guard !response.isLost else { return context.close(promise: nil) }
                    send(replies(to: request, response), context)
                } catch {
                    switch error {
                    case .frame(let failure): send([.bye(failure.notice)], context)
                    case .request(let tag, _, let failure): send([.error(tag, failure)], context)
                    }
                }
            }
        }

        private func replies(to request: Request, _ response: Response) -> [Reply] {
            let rows = response.rows.map {
                request.verb == .watch ? Reply.event(request.tag, $0) : Reply.row(request.tag, $0)
            }
            switch response.result {
            case .success(let object): return rows + [.ok(request.tag, object)]
            case .failure(let failure): return rows + [.error(request.tag, failure)]
            }
        }

        private func send(_ replies: [Reply], _ context: ChannelHandlerContext) {
            var buffer = context.channel.allocator.buffer(capacity: 1024)
            for reply in replies { reply.encode(into: &buffer) }
            context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        }
    }
}

extension Limits {
    fileprivate var objectValue: JSONValue { .object(object) }
}
