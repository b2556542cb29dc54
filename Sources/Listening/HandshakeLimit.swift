package import NIOCore
import NIOTLS

/// Closes a TLS connection whose client does not come to the end of the handshake in time, who could not even be told so.
package final class HandshakeLimit: ChannelInboundHandler {
    package typealias InboundIn = NIOAny

    private let patience: TimeAmount
    private var isGivenUp: Scheduled<Void>?

    package init(patience: TimeAmount) { self.patience = patience }

    package func handlerAdded(context: ChannelHandlerContext) {
        isGivenUp = context.eventLoop.scheduleTask(in: patience) { [channel = context.channel] in
            channel.closeAtOnce()
        }
    }

    package func handlerRemoved(context: ChannelHandlerContext) { isGivenUp?.cancel() }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent { isGivenUp?.cancel() }
        context.fireUserInboundEventTriggered(event)
    }
}
