package import NIOSSL
import Synchronization

/// The certificate that a listener shows, read again when it is told to: connections that stand keep theirs.
package final class ServedCertificate: Sendable {
    private let files: ListenAddress.TLSFiles
    private let protocols: [String]
    private let current: Mutex<NIOSSLContext>

    /// Reads the files. Throws ``ListenError`` where they cannot be used.
    ///
    /// - Parameter protocols: what clients may speak (ALPN).
    package init(_ files: ListenAddress.TLSFiles, _ protocols: [String]) throws(ListenError) {
        self.files = files
        self.protocols = protocols
        current = Mutex(try files.context(protocols))
    }

    /// What the next connection is served with.
    package var context: NIOSSLContext { current.withLock { $0 } }

    /// Reads the files anew. Where they cannot be used, the certificate stays as it was.
    package func reload() throws(ListenError) {
        let context = try files.context(protocols)
        current.withLock { $0 = context }
    }
}
