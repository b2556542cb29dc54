import CanonicalJSON
import LineProtocol
import NIOCore

/// Cuts what arrives into replies and hands them to the table; the first must be the greeting.
final class ReplyHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let table: ReplyTable
    private let greeting: EventLoopPromise<JSONObject>
    private let onNotice: (@Sendable (Reply) -> Void)?
    private let readsObjects: Bool
    private var framer = LineFramer(limit: Limits().replyBytes)
    private var isGreeted = false
    private var failure: ClientError?

    init(table: ReplyTable, greeting: EventLoopPromise<JSONObject>, _ options: ClientOptions) {
        self.table = table
        self.greeting = greeting
        onNotice = options.onNotice
        readsObjects = options.readsObjects
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard failure == nil else { return }
        framer.append(unwrapInboundIn(data))
        do {
            while let line = try framer.next() { take(try Reply.parse(line, readsObjects: readsObjects), context) }
        } catch let fault as ReplyFault {
            fail(.notChancery(reason: fault.description), context)
        } catch {
            fail(.notChancery(reason: "a line is longer than \(framer.limit) bytes"), context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(.closed(reason: "the server closed it"))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(.closed(reason: ConnectionReason.text(error)), context)
    }

    private func take(_ reply: Reply, _ context: ChannelHandlerContext) {
        switch reply {
        case .hello(let object):
            if !isGreeted {
                isGreeted = true
                greeting.succeed(object)
            }
            onNotice?(reply)
        case .bye:
            table.arrived(reply)
            onNotice?(reply)
            fail(.closed(reason: "the server said goodbye"), context)
        case .ping: onNotice?(reply)
        case .row, .event, .ok, .error: table.arrived(reply)
        }
    }

    private func fail(_ error: ClientError, _ context: ChannelHandlerContext) {
        finish(error)
        context.close(promise: nil)
    }

    private func finish(_ error: ClientError) {
        if failure == nil { failure = error }
        table.ended(error)
        if !isGreeted {
            isGreeted = true
            greeting.fail(table.end ?? error)
        }
    }
}
