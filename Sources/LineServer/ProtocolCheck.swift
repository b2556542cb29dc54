import LineProtocol
import NIOCore
import NIOTLS

/// Closes a TLS connection whose client did not ask for this protocol, so that no other can be mistaken for it.
final class ProtocolCheck: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    /// The name of the protocol in TLS (ALPN).
    static let name = "chancery/1"

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted(let negotiated)? = event as? TLSUserEvent, negotiated != ProtocolCheck.name {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}
