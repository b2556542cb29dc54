package import NIOCore
import NIOSSL

extension Channel {
    /// Closes the connection whatever its client does: past TLS, which would wait for the client to take its leave.
    package func closeAtOnce() {
        eventLoop.execute {
            if let secured = try? self.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self) {
                secured.close(promise: nil)
            } else {
                self.close(promise: nil)
            }
        }
    }
}
