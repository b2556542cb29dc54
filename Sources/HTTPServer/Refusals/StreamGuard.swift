import HTTPTypes
import HummingbirdCore
import LineProtocol
import NIOCore
import NIOHTTP2
import NIOHTTPTypes
import NIOHTTPTypesHTTP2

/// Stands between one request of HTTP/2 and the library, as ``ConnectionGuard`` does before a connection of HTTP/1.1: gives a body so much time
/// and no more, does not wait for what its answer has no use for, and gives up on clients that do not read.
final class StreamGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let configuration: WebConfiguration
    private var (isReading, isAnswering, isOver) = (true, false, false)
    private var patience = Patience()
    private var asking = HTTPFields()

    init(_ configuration: WebConfiguration) { self.configuration = configuration }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            let period = configuration.bodyPeriod(length: head.headerFields[.contentLength])
            asking = head.headerFields
            patience.awaitBody(context, for: period) { [self] in refuse(context) }
        case .body: break
        case .end:
            isReading = false
            patience.bodyCame()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isOver else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(let head):
            if head.status.code >= 200 { isAnswering = true }
            context.write(data, promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            context.writeAndFlush(data, promise: promise)
            if isReading { end(context) }
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        patience.awaitReader(context, for: configuration.stallPeriod)
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        patience.end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { patience.end() }

    /// The body took too long: says so where nothing was answered yet.
    private func refuse(_ context: ChannelHandlerContext) {
        guard !isAnswering else { return context.close(promise: nil) }
        // Not the address of the context: that of a stream has none, and traps.
        let answer = Refusal(.tooSlow, to: asking, at: context.channel.remoteAddress?.ipAddress, configuration)
        var head = HTTPResponse(status: answer.status, headerFields: answer.headers)
        head.headerFields[.connection] = nil
        head.headerFields[.contentLength] = "\(answer.body.count)"
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(ByteBuffer(bytes: answer.body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        end(context)
    }

    /// Tells the client that nobody reads the rest, and that nothing is wrong with the answer (RFC 9113, section 8.1).
    private func end(_ context: ChannelHandlerContext) {
        isOver = true
        patience.end()
        context.triggerUserOutboundEvent(NIOHTTP2FramePayloadToHTTPEvent.reset(code: .noError), promise: nil)
    }
}

/// Closes a connection of HTTP/2 that was told to leave because it was idle, and does not answer; and lets the last answer of one that ends go
/// out before it closes.
final class LeaveGuard: ChannelDuplexHandler {
    typealias InboundIn = HTTP2Frame
    typealias InboundOut = HTTP2Frame
    typealias OutboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    private let patience: TimeAmount
    private var isStopping = false
    private var timer: Scheduled<Void>?

    init(_ configuration: WebConfiguration) { patience = TimeAmount(configuration.lingerPeriod) }

    /// The server stops: it waits for what is open, and closes its connections itself.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { isStopping = true }
        context.fireUserInboundEventTriggered(event)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .goAway = unwrapOutboundIn(data).payload, !isStopping, timer == nil {
            timer = Patience.schedule(context, after: patience) { context.close(promise: nil) }
        }
        context.write(data, promise: promise)
    }

    /// The library closes a connection that is to end when its last stream does: while the end of that stream is being written, and before
    /// it is sent.
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        context.eventLoop.assumeIsolated().execute {
            context.flush()
            context.close(mode: mode, promise: promise)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }
}
