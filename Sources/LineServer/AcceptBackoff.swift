import NIOCore
import NIOPosix

/// Keeps a listener alive when the system cannot give it more connections: it waits a second, then accepts again.
final class AcceptBackoff: ChannelDuplexHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel
    typealias OutboundIn = Never

    private var isPausing = false
    private var wantsRead = false

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is IOError else { return context.fireErrorCaught(error) }
        guard !isPausing else { return }
        isPausing = true
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: .seconds(1)) {
            let (handler, context) = bound.value
            handler.isPausing = false
            if handler.wantsRead {
                handler.wantsRead = false
                context.read()
            }
        }
    }

    func read(context: ChannelHandlerContext) {
        if isPausing { wantsRead = true } else { context.read() }
    }
}
