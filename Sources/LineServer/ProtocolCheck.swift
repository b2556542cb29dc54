import LineProtocol
import NIOCore
import NIOSSL
import NIOTLS

/// Closes a TLS connection whose client did not ask for this protocol, so that no other can be mistaken for it; and one whose client does not
/// come to the end of the handshake in time, who could not even be told so.
final class ProtocolCheck: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    private let patience: TimeAmount
    private var isGivenUp: Scheduled<Void>?

    init(patience: TimeAmount) { self.patience = patience }

    func handlerAdded(context: ChannelHandlerContext) {
        isGivenUp = context.eventLoop.scheduleTask(in: patience) { [channel = context.channel] in
            // Past TLS, which would wait for the client to take its leave.
            try channel.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self).close(promise: nil)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { isGivenUp?.cancel() }

    /// The name of the protocol in TLS (ALPN).
    static let name = "chancery/1"

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case .handshakeCompleted(let negotiated)? = event as? TLSUserEvent else {
            return context.fireUserInboundEventTriggered(event)
        }
        isGivenUp?.cancel()
        if negotiated == ProtocolCheck.name {
            context.fireUserInboundEventTriggered(event)
        } else {
            context.close(promise: nil)
        }
    }
}
