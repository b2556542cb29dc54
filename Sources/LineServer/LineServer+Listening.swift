import Listening
import NIOCore
import NIOPosix
import NIOSSL
import Requests

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension LineServer {
    /// Binds one address, after checks that would let a plain connection leave this machine.
    static func listen(
        _ address: ListenAddress, _ certificate: ServedCertificate?, _ unserved: Unserved, patience: TimeAmount,
        systemUsers: [UInt32: String]
    ) async throws(ListenError) -> Listener {
        do {
            switch address {
            case .tcp(let host, let port):
                return try await bootstrap.bind(to: try ListenAddress.plain(host, port)) { channel in
                    connection(channel, unserved) { channel.eventLoop.makeSucceededFuture(.unknown) }
                }
            case .tls(let host, let port, _):
                guard let certificate else { throw ListenError("TLS needs a certificate", isMisuse: true) }
                return try await bootstrap.bind(to: try ListenAddress.resolve(host, port)) { channel in
                    connection(channel, unserved) { try secured(channel, certificate, patience) }
                }
            case .unix(let path, let mode):
                try await refuseLiveSocket(path)
                let listener = try await bootstrap.bind(
                    unixDomainSocketPath: path, cleanupExistingSocketFile: true
                ) { channel in connection(channel, unserved) { Peer.systemUser(of: channel, systemUsers) } }
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

    private static var bootstrap: ServerBootstrap {
        ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
    }

    /// Puts TLS before a connection; answers who is at its other end, once that is known.
    private static func secured(
        _ channel: any Channel, _ certificate: ServedCertificate, _ patience: TimeAmount
    ) throws -> EventLoopFuture<Peer> {
        let peer = channel.eventLoop.makePromise(of: Peer.self)
        do {
            try channel.pipeline.syncOperations.addHandlers([
                NIOSSLServerHandler(context: certificate.context), HandshakeLimit(patience: patience),
                ProtocolCheck(peer),
            ])
        } catch {
            peer.fail(error)
            throw error
        }
        return peer.futureResult
    }

    private static func connection(
        _ channel: any Channel, _ unserved: Unserved, _ peer: () throws -> EventLoopFuture<Peer>
    ) -> EventLoopFuture<Connection> {
        channel.eventLoop.makeCompletedFuture {
            let peer = try peer()
            if channel.localAddress?.port != nil {
                try channel.syncOptions?.setOption(.tcpOption(.tcp_nodelay), value: 1)
            }
            let connection = Connection(
                lines: try NIOAsyncChannel(
                    wrappingChannelSynchronously: channel,
                    configuration: .init(isOutboundHalfClosureEnabled: true)),
                peer: peer)
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
