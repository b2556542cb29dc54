import LineProtocol
import NIOCore
import NIOTLS
import Requests

/// Closes a TLS connection whose client did not ask for this protocol, so that no other can be mistaken for it; of any other it tells who
/// is at its other end.
final class ProtocolCheck: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    /// The name of the protocol in TLS (ALPN).
    static let name = "chancery/1"

    /// Kept when the handshake has come to its end; fails where it never does.
    private let peer: EventLoopPromise<Peer>

    init(_ peer: EventLoopPromise<Peer>) { self.peer = peer }

    func handlerRemoved(context: ChannelHandlerContext) { peer.fail(ChannelError.eof) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case .handshakeCompleted(let negotiated)? = event as? TLSUserEvent else {
            return context.fireUserInboundEventTriggered(event)
        }
        if negotiated == ProtocolCheck.name {
            peer.succeed(Peer(certificateOf: context.channel))
            context.fireUserInboundEventTriggered(event)
        } else {
            context.close(promise: nil)
        }
    }
}
