import Listening
import NIOCore
import NIOPosix

extension HTTPServer {
    /// Binds the address, after checks that would let a plain connection leave this machine.
    static func listen(
        _ address: ListenAddress, for proxies: [AddressRange], _ certificate: ServedCertificate?, _ channel: WebChannel,
        _ unserved: Unserved
    ) async throws(ListenError) -> Listener {
        do {
            switch address {
            case .tcp(let host, let port):
                let resolved =
                    proxies.isEmpty
                    ? try ListenAddress.plain(host, port) : try ListenAddress.resolve(host, port)
                return try await bootstrap(nil, channel, unserved)(resolved)
            case .tls(let host, let port, _):
                return try await bootstrap(certificate, channel, unserved)(try ListenAddress.resolve(host, port))
            case .unix:
                throw ListenError("pages are served on HOST:PORT only; no browser opens a UNIX socket", isMisuse: true)
            }
        } catch {
            throw address.failure(error)
        }
    }

    /// The address as a browser takes it, with the port that the system chose.
    static func boundAddress(_ channel: any Channel, _ address: ListenAddress) -> String {
        switch address {
        case .tcp(let host, let port): "http://" + ListenAddress.text(host, channel.localAddress?.port ?? port)
        case .tls(let host, let port, _): "https://" + ListenAddress.text(host, channel.localAddress?.port ?? port)
        case .unix(let path, _): "unix:" + path
        }
    }

    private static func bootstrap(
        _ certificate: ServedCertificate?, _ channel: WebChannel, _ unserved: Unserved
    ) -> (SocketAddress) async throws -> Listener {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
        return { address in
            try await bootstrap.bind(to: address) { child in
                channel.setUp(child, certificate).map { connection in
                    unserved.accepted(connection)
                    return connection
                }
            }
        }
    }
}
