import HummingbirdCore
import Listening
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension HTTPServer {
    /// Binds the address, after checks that would let a plain connection leave this machine.
    static func listen(
        _ configuration: WebConfiguration, _ certificate: ServedCertificate?, _ channel: HTTP1Channel,
        _ unserved: Unserved
    ) async throws(ListenError) -> Listener {
        let address = configuration.address
        do {
            switch address {
            case .tcp(let host, let port):
                return try await bootstrap(nil, configuration, channel, unserved)(try ListenAddress.plain(host, port))
            case .tls(let host, let port, _):
                let resolved = try ListenAddress.resolve(host, port)
                return try await bootstrap(certificate, configuration, channel, unserved)(resolved)
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

    /// The limits of the library, from ours.
    static func channel(_ configuration: WebConfiguration) -> HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            idleTimeout: TimeAmount(configuration.idlePeriod),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: WebConfiguration.headerBytes.one,
                maxHeaderListSize: WebConfiguration.headerBytes.all,
                maxHeaderFieldCount: WebConfiguration.headerCount))
    }

    private static func bootstrap(
        _ certificate: ServedCertificate?, _ configuration: WebConfiguration, _ channel: HTTP1Channel,
        _ unserved: Unserved
    ) -> (SocketAddress) async throws -> Listener {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
        return { address in
            try await bootstrap.bind(to: address) { child in
                child.eventLoop.makeCompletedFuture {
                    if let certificate {
                        try child.pipeline.syncOperations.addHandler(
                            NIOSSLServerHandler(context: certificate.context))
                    }
                }.flatMap {
                    channel.setup(channel: child, logger: log)
                }.flatMapThrowing { connection in
                    let pipeline = child.pipeline.syncOperations
                    let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
                    try pipeline.addHandler(ConnectionGuard(configuration), position: .after(decoder))
                    unserved.accepted(connection)
                    return connection
                }
            }
        }
    }
}
