import Glibc
import LineProtocol
package import NIOCore
import NIOSSL

extension ListenAddress {
    /// The address of a host that plain text may be served on: this machine alone can reach it.
    package static func plain(_ host: String, _ port: Int) throws -> SocketAddress {
        let resolved = try resolve(host, port)
        guard resolved.isLoopback else {
            throw ListenError(
                "plain text is served on loopback only, and \(host) is not: give a certificate for TLS, or listen on 127.0.0.1",
                isMisuse: true)
        }
        return resolved
    }

    /// The address of a host, whoever can reach it.
    package static func resolve(_ host: String, _ port: Int) throws -> SocketAddress {
        guard (0...65535).contains(port) else { throw ListenError("\(port) is not a port", isMisuse: true) }
        // A name with its last dot is complete, and resolvers without a name server do not know it so.
        let name = Loopback.holds(host) && host.hasSuffix(".") ? String(host.dropLast()) : host
        return try SocketAddress.makeAddressResolvingHost(name, port: port)
    }

    /// An error of listening in words; one that is in words already as it is.
    package func failure(_ error: any Error) -> ListenError {
        if let error = error as? ListenError { return error }
        return ListenError(
            "cannot listen on \(self): \(ListenReason.text(error))", isTaken: ListenReason.isTaken(error))
    }
}

extension ListenAddress.TLSFiles {
    /// TLS 1.3 with this certificate, for clients of these protocols (ALPN); and the certificate itself, without those that sign it.
    func context(_ protocols: [String]) throws(ListenError) -> (NIOSSLContext, NIOSSLCertificate?) {
        let certificates = try read("certificate", chain) { try NIOSSLCertificate.fromPEMFile(chain) }
        let privateKey = try read("key", key) { try NIOSSLPrivateKey(file: key, format: .pem) }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(privateKey))
        configuration.minimumTLSVersion = .tlsv13
        configuration.applicationProtocols = protocols
        if let clientAuthorities {
            let authorities = try read("file of client authorities", clientAuthorities) {
                try NIOSSLCertificate.fromPEMFile(clientAuthorities)
            }
            guard !authorities.isEmpty else {
                throw ListenError(
                    "the file of client authorities \(clientAuthorities) holds no certificate in PEM form")
            }
            // Whoever shows none logs in with a token.
            configuration.certificateVerification = .optionalVerification
            configuration.trustRoots = .certificates(authorities)
            configuration.sendCANameList = true
        }
        do { return (try NIOSSLContext(configuration: configuration), certificates.first) } catch {
            throw ListenError("the key in \(key) is not that of the certificate in \(chain)")
        }
    }

    private func read<Content>(
        _ what: String, _ path: String, _ content: () throws -> Content
    ) throws(ListenError) -> Content {
        do { return try content() } catch {
            let reason = access(path, R_OK) == 0 ? "it must be in PEM form" : String(cString: strerror(errno))
            throw ListenError("the \(what) \(path) cannot be read: \(reason)")
        }
    }
}

extension SocketAddress {
    /// Whether only this machine can reach the address.
    var isLoopback: Bool {
        switch self {
        case .v4, .v6: ipAddress.map(Loopback.holds) ?? false
        case .unixDomainSocket: true
        }
    }
}
