import LineProtocol
import NIOCore
import NIOTLS

/// Closes a TLS connection whose client did not ask for this protocol, so that no other can be mistaken for it.
final class ProtocolCheck: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    /// The name of the protocol in TLS (ALPN).
    static let name = "chancery/1"

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case .handshakeCompleted(let negotiated)? = event as? TLSUserEvent else {
            return context.fireUserInboundEventTriggered(event)
        }
        if negotiated == ProtocolCheck.name {
            context.fireUserInboundEventTriggered(event)
        } else {
            context.close(promise: nil)
        }
    }
}
