import NIOCore

/// How long a guard waits for a client: until the body of its request has come, and until it reads what was sent.
struct Patience {
    private var body: Scheduled<Void>?
    private var reader: Scheduled<Void>?

    /// Waits for a body; what was waited for before is waited for no more.
    mutating func awaitBody(_ context: ChannelHandlerContext, for period: TimeAmount, orElse body: @escaping () -> Void)
    {
        self.body?.cancel()
        self.body = Patience.schedule(context, after: period, body)
    }

    /// The body has come.
    mutating func bodyCame() {
        body?.cancel()
        body = nil
    }

    /// Closes a connection that could not be written to for so long.
    mutating func awaitReader(_ context: ChannelHandlerContext, for period: Duration) {
        reader?.cancel()
        reader =
            context.channel.isWritable
            ? nil : Patience.schedule(context, after: TimeAmount(period)) { context.close(promise: nil) }
    }

    mutating func end() {
        body?.cancel()
        reader?.cancel()
    }

    /// Runs something after a while, on the connection's own thread.
    static func schedule(
        _ context: ChannelHandlerContext, after period: TimeAmount, _ body: @escaping () -> Void
    ) -> Scheduled<Void> {
        context.eventLoop.assumeIsolated().scheduleTask(in: period, body)
    }
}
