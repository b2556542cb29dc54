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
    /// What the request that is being read says of whoever asks.
    private var asking = HTTPHeaders()
    /// What was wrong with what came, where answers to requests before it are still on their way.
    private var waiting: WebFault?
    private var patience = Patience()

    init(_ configuration: WebConfiguration) { self.configuration = configuration }

    // MARK: What comes

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            open += 1
            isReading = true
            asking = head.headers
            let length = head.headers["content-length"].first
            patience.awaitBody(context, for: configuration.bodyPeriod(length: length)) { [self] in
                refuse(.tooSlow, context)
            }
            let isExpected = head.headers["expect"].contains { $0.lowercased() == "100-continue" }
            if isExpected, length.flatMap({ Int64($0) }) ?? 0 <= ConnectionGuard.mostBody {
                let goOn = HTTPResponseHead(version: .http1_1, status: .continue)
                context.writeAndFlush(wrapOutboundOut(.head(goOn)), promise: nil)
            }
        case .body: break
        case .end:
            isReading = false
            asking = HTTPHeaders()
            patience.bodyCame()
        }
        context.fireChannelRead(data)
    }

    /// The longest body that anybody takes: a document, with the fields of its form.
    private static let mostBody: Int64 = 10 << 20

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError, !isClosing else { return context.fireErrorCaught(error) }
        patience.bodyCame()
        let fault: WebFault = error == .headerOverflow ? .headersTooLong : .badRequest
        // Answers that are on their way go out whole.
        if mayAnswer || open == 0 { refuse(fault, context) } else { waiting = fault }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if isStream, event as? ChannelEvent == .inputClosed { return context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        patience.end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { patience.end() }

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
            guard isLast || waiting != nil else { return context.write(data, promise: promise) }
            context.writeAndFlush(data, promise: promise)
            if isLast { return close(context) }
            if let waiting, mayAnswer || open == 0 { refuse(waiting, context) }
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        patience.awaitReader(context, for: configuration.stallPeriod)
        context.fireChannelWritabilityChanged()
    }

    // MARK: The end

    /// Whether an answer of ours would be the one that its reader expects next: the request that is read has none yet, and none is before it.
    private var mayAnswer: Bool { !isAnswering && open == (isReading ? 1 : 0) }

    /// Says what is wrong where nothing has been answered yet, and closes the connection.
    private func refuse(_ fault: WebFault, _ context: ChannelHandlerContext) {
        guard mayAnswer else { return close(context) }
        let answer = Refusal(
            fault, to: HTTPFields(asking: asking), at: context.channel.remoteAddress?.ipAddress, configuration)
        var head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status.code),
            headers: ["content-length": "\(answer.body.count)"])
        for field in answer.headers where field.name != .connection {
            head.headers.add(name: field.name.canonicalName, value: field.value)
        }
        head.headers.add(name: "connection", value: "close")
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        close(context)
    }

    /// Closes our side, and after a while theirs: what a client still sends would reset the connection before it has read the answer.
    private func close(_ context: ChannelHandlerContext) {
        isClosing = true
        patience.end()
        context.close(mode: .output, promise: nil)
        patience.awaitBody(context, for: .seconds(2)) { context.close(promise: nil) }
    }
}

extension HTTPFields {
    /// What of a request's headers its answer depends on before it is known what it asks for.
    fileprivate init(asking headers: HTTPHeaders) {
        self.init()
        for name in [HTTPField.Name.accept, .acceptLanguage, .cookie] + Forwarding.headers {
            for value in headers[name.canonicalName] where HTTPField.isValidValue(value) {
                append(HTTPField(name: name, value: value))
            }
        }
    }
}
