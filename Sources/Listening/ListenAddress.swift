/// Where a server listens.
package enum ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// Plain text, on loopback only; port 0 lets the system choose.
    case tcp(host: String, port: Int)
    /// TLS 1.3 from the first byte.
    case tls(host: String, port: Int, certificate: TLSFiles)
    /// A UNIX socket with these permissions, such as 0o600.
    case unix(path: String, mode: UInt32 = 0o600)

    /// The files of a certificate.
    package struct TLSFiles: Hashable, Sendable {
        /// A PEM file: the server's certificate, then those that sign it.
        package let chain: String
        /// A PEM file with the private key.
        package let key: String
        /// A PEM file of the authorities whose client certificates are asked for; nil where none are.
        package let clientAuthorities: String?

        package init(chain: String, key: String, clientAuthorities: String? = nil) {
            self.chain = chain
            self.key = key
            self.clientAuthorities = clientAuthorities
        }
    }

    package var description: String {
        switch self {
        case .tcp(let host, let port), .tls(let host, let port, _): ListenAddress.text(host, port)
        case .unix(let path, _): "unix:" + path
        }
    }

    /// `HOST:PORT`, a number with colons in brackets.
    package static func text(_ host: String, _ port: Int) -> String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
