@preconcurrency import Dispatch
import Glibc

/// SIGTERM and SIGINT as a wish to stop in good order.
final class StopSignals: Sendable {
    private let stream: AsyncStream<Void>

    /// Takes the signals from now on; a broken pipe is an error of a write, no reason to die.
    init() {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.stream = stream
        signal(SIGPIPE, SIG_IGN)
        let sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield() }
            source.resume()
            return source
        }
        continuation.onTermination = { [sources] _ in for source in sources { source.cancel() } }
    }

    /// Returns when the first signal came.
    func first() async {
        for await _ in stream { return }
    }
}
