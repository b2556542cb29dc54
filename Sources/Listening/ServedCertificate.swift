package import CivilTime
import Glibc
package import NIOSSL
import Synchronization

/// The certificate that a listener shows, read again when it is told to: connections that stand keep theirs.
package final class ServedCertificate: Sendable {
    private let files: ListenAddress.TLSFiles
    private let protocols: [String]
    private let current: Mutex<Shown>

    private struct Shown {
        let context: NIOSSLContext
        /// The days on which a client takes the server's own certificate.
        let validity: ClosedRange<Instant>?
    }

    /// Reads the files. Throws ``ListenError`` where they cannot be used.
    ///
    /// - Parameter protocols: what clients may speak (ALPN).
    package init(_ files: ListenAddress.TLSFiles, _ protocols: [String]) throws(ListenError) {
        self.files = files
        self.protocols = protocols
        current = Mutex(try Self.read(files, protocols))
    }

    /// What the next connection is served with.
    package var context: NIOSSLContext { current.withLock { $0.context } }

    /// Why clients refuse the certificate now; nil where its days are no reason.
    package func fault(at now: Instant) -> String? {
        guard let validity = current.withLock({ $0.validity }), !validity.contains(now) else { return nil }
        let what =
            validity.upperBound < now
            ? "expired at \(validity.upperBound)" : "is valid from \(validity.lowerBound) only"
        return "the certificate in \(files.chain) \(what): clients refuse it"
    }

    /// Reads the files anew. Where they cannot be used, the certificate stays as it was.
    package func reload() throws(ListenError) {
        let shown = try Self.read(files, protocols)
        current.withLock { $0 = shown }
    }

    private static func read(
        _ files: ListenAddress.TLSFiles, _ protocols: [String]
    ) throws(ListenError) -> Shown {
        let (context, own) = try files.context(protocols)
        func instant(_ seconds: time_t) -> Instant {
            Instant(microseconds: Int64(seconds).multipliedReportingOverflow(by: 1_000_000).partialValue)
        }
        let days = own.map { (instant($0.notValidBefore), instant($0.notValidAfter)) }
        return Shown(context: context, validity: days.flatMap { $0 <= $1 ? $0...$1 : nil })
    }
}
