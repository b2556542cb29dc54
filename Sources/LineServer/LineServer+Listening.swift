import Listening
import NIOCore
import NIOPosix
import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension LineServer {
    /// Binds one address, after checks that would let a plain connection leave this machine.
    static func listen(
        _ address: ListenAddress, _ certificate: ServedCertificate?, _ unserved: Unserved, patience: TimeAmount
    ) async throws(ListenError) -> Listener {
        func bootstrap(_ certificate: ServedCertificate?) -> ServerBootstrap { Self.bootstrap(certificate, patience) }
        do {
            switch address {
            case .tcp(let host, let port):
                return try await bootstrap(nil).bind(to: try ListenAddress.plain(host, port)) {
                    connection($0, unserved)
                }
            case .tls(let host, let port, _):
                return try await bootstrap(certificate).bind(to: try ListenAddress.resolve(host, port)) {
                    connection($0, unserved)
                }
            case .unix(let path, let mode):
                try await refuseLiveSocket(path)
                let listener = try await bootstrap(nil).bind(
                    unixDomainSocketPath: path, cleanupExistingSocketFile: true
                ) { connection($0, unserved) }
                guard chmod(path, mode_t(mode)) == 0 else {
                    listener.channel.close(promise: nil)
                    throw ListenError("the permissions of \(path) cannot be set")
                }
                return listener
            }
        } catch {
            throw address.failure(error)
        }
    }

    /// The address as it was bound, with the port that the system chose.
    static func boundAddress(_ channel: any Channel, _ address: ListenAddress) -> String {
        switch address {
        case .tcp(let host, let port), .tls(let host, let port, _):
            ListenAddress.text(host, channel.localAddress?.port ?? port)
        case .unix: address.description
        }
    }

    private static func bootstrap(_ certificate: ServedCertificate?, _ patience: TimeAmount) -> ServerBootstrap {
        ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let certificate else { return }
                    try channel.pipeline.syncOperations.addHandlers([
                        NIOSSLServerHandler(context: certificate.context), HandshakeLimit(patience: patience),
                        ProtocolCheck(),
                    ])
                }
            }
    }

    private static func connection(
        _ channel: any Channel, _ unserved: Unserved
    ) -> EventLoopFuture<Connection> {
        channel.eventLoop.makeCompletedFuture {
            if channel.localAddress?.port != nil {
                try channel.syncOptions?.setOption(.tcpOption(.tcp_nodelay), value: 1)
            }
            let connection = try Connection(
                wrappingChannelSynchronously: channel,
                configuration: .init(isOutboundHalfClosureEnabled: true))
            unserved.accepted(connection)
            return connection
        }
    }

    /// A socket file that somebody still answers on is not taken away from them.
    private static func refuseLiveSocket(_ path: String) async throws {
        let probe = try? await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(unixDomainSocketPath: path).get()
        guard let probe else { return }
        try? await probe.close().get()
        throw ListenError("another server listens on \(path)")
    }
}
