import HTTPTypes
import LineProtocol
import NIOCore
import NIOHTTP1

/// Stands between one connection and the library: answers what is no HTTP, gives a body so much time and no more, and closes connections
/// whose client does not read, or whose answer says that it is the last.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let configuration: WebConfiguration
    /// Requests whose answer has not ended.
    private var open = 0
    /// Whether the last of them is still being read, and whether the first is being answered.
    private var (isReading, isAnswering) = (false, false)
    private var isLast = false
    /// Whether the answer has no end of its own, so that a client which sends no more has left.
    private var isStream = false
    private var isClosing = false
    private var bodyTimer: Scheduled<Void>?
    private var stallTimer: Scheduled<Void>?

    init(_ configuration: WebConfiguration) { self.configuration = configuration }

    // MARK: What comes

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            open += 1
            isReading = true
            let length = head.headers["content-length"].first
            bodyTimer?.cancel()
            bodyTimer = schedule(context, after: configuration.bodyPeriod(length: length)) { $0.refuse(.tooSlow, $1) }
            let isExpected = head.headers["expect"].contains { $0.lowercased() == "100-continue" }
            if isExpected, length.flatMap({ Int64($0) }) ?? 0 <= ConnectionGuard.mostBody {
                let goOn = HTTPResponseHead(version: .http1_1, status: .continue)
                context.writeAndFlush(wrapOutboundOut(.head(goOn)), promise: nil)
            }
        case .body: break
        case .end:
            isReading = false
            bodyTimer?.cancel()
            bodyTimer = nil
        }
        context.fireChannelRead(data)
    }

    /// The longest body that anybody takes: a document, with the fields of its form.
    private static let mostBody: Int64 = 10 << 20

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError, !isClosing else { return context.fireErrorCaught(error) }
        // Answers that are on their way go out whole; then the library says that what follows is no request.
        guard mayAnswer || open == 0 else { return context.fireErrorCaught(error) }
        refuse(error == .headerOverflow ? .headersTooLong : .badRequest, context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if isStream, event as? ChannelEvent == .inputClosed { return context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        cancelTimers()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { cancelTimers() }

    private func cancelTimers() {
        bodyTimer?.cancel()
        stallTimer?.cancel()
    }

    // MARK: What goes

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isClosing else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(let head):
            if head.status.code >= 200 {
                isAnswering = true
                isStream = head.headers[canonicalForm: "content-type"].contains("text/event-stream")
                isLast = head.headers[canonicalForm: "connection"].contains { $0.lowercased() == "close" }
            }
            context.write(data, promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            open -= 1
            (isAnswering, isStream) = (false, false)
            guard isLast else { return context.write(data, promise: promise) }
            context.writeAndFlush(data, promise: promise)
            close(context)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stallTimer?.cancel()
        stallTimer = nil
        if !context.channel.isWritable {
            stallTimer = schedule(context, after: TimeAmount(configuration.stallPeriod)) { $1.close(promise: nil) }
        }
        context.fireChannelWritabilityChanged()
    }

    // MARK: The end

    /// Whether an answer of ours would be the one that its reader expects next: the request that is read has none yet, and none is before it.
    private var mayAnswer: Bool { !isAnswering && open == (isReading ? 1 : 0) }

    /// Says what is wrong where nothing has been answered yet, and closes the connection.
    private func refuse(_ fault: WebFault, _ context: ChannelHandlerContext) {
        guard mayAnswer else { return close(context) }
        let answer = Problem(fault.failure(), status: fault.status).body
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: fault.status.code),
            headers: [
                "content-type": Problem.type, "content-length": "\(answer.readableBytes)", "connection": "close",
            ])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(answer))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        close(context)
    }

    /// Closes our side, and after a while theirs: what a client still sends would reset the connection before it has read the answer.
    private func close(_ context: ChannelHandlerContext) {
        isClosing = true
        cancelTimers()
        context.close(mode: .output, promise: nil)
        bodyTimer = schedule(context, after: .seconds(2)) { $1.close(promise: nil) }
    }

    private func schedule(
        _ context: ChannelHandlerContext, after period: TimeAmount,
        _ body: @escaping (ConnectionGuard, ChannelHandlerContext) -> Void
    ) -> Scheduled<Void> {
        context.eventLoop.assumeIsolated().scheduleTask(in: period) { body(self, context) }
    }
}
