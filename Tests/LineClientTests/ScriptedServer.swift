import LineProtocol
import NIOCore
import NIOPosix
import Synchronization

/// A server on loopback that says what a test tells it to.
final class ScriptedServer: Sendable {
    /// What to do about a line.
    enum Step: Sendable {
        case say(String)
        case close
    }

    private let channel: any Channel
    private let heard: Mutex<[String]>

    var address: String { "127.0.0.1:\(channel.localAddress?.port ?? 0)" }
    var lines: [String] { heard.withLock { $0 } }

    private init(_ channel: any Channel, _ heard: Heard) {
        self.channel = channel
        self.heard = Mutex([])
        heard.server.withLock { $0 = self }
    }

    /// Lets the handlers reach the server that is made after them.
    private final class Heard: Sendable {
        let server = Mutex<ScriptedServer?>(nil)
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private var framer = LineFramer(limit: 1 << 20)
        private let greeting: String
        private let heard: Heard
        private let answer: @Sendable (String) -> [Step]

        init(greeting: String, heard: Heard, answer: @escaping @Sendable (String) -> [Step]) {
            self.greeting = greeting
            self.heard = heard
            self.answer = answer
        }

        func channelActive(context: ChannelHandlerContext) {
            context.writeAndFlush(NIOAny(ByteBuffer(string: greeting)), promise: nil)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            framer.append(unwrapInboundIn(data))
            while let line = try? framer.next() {
                let text = String(buffer: line)
                heard.server.withLock { $0 }?.heard.withLock { $0.append(text) }
                for step in answer(text) {
                    switch step {
                    case .say(let reply):
                        context.writeAndFlush(NIOAny(ByteBuffer(string: reply + "\n")), promise: nil)
                    case .close: context.close(promise: nil)
                    }
                }
            }
        }
    }

    static func start(
        greeting: String = "* HELLO {\"protocol\":1}\n", answer: @escaping @Sendable (String) -> [Step] = { _ in [] }
    ) async throws -> ScriptedServer {
        let heard = Heard()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        Handler(greeting: greeting, heard: heard, answer: answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return ScriptedServer(channel, heard)
    }

    func stop() async { try? await channel.close().get() }
}
