import LineProtocol
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
        _ address: ListenAddress, _ unserved: UnservedConnections
    ) async throws(ListenError) -> Listener {
        do {
            switch address {
            case .tcp(let host, let port):
                let resolved = try resolve(host, port)
                guard resolved.isLoopback else {
                    throw ListenError(
                        "plain text is served on loopback only, and \(host) is not: give a certificate for TLS, or listen on 127.0.0.1",
                        isMisuse: true)
                }
                return try await bootstrap(nil).bind(to: resolved) { connection($0, unserved) }
            case .tls(let host, let port, let files):
                return try await bootstrap(try context(files)).bind(to: try resolve(host, port)) {
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
        } catch let error as ListenError {
            throw error
        } catch {
            throw ListenError("cannot listen on \(address): \(ListenReason.text(error))")
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

    private static func resolve(_ host: String, _ port: Int) throws -> SocketAddress {
        guard (0...65535).contains(port) else { throw ListenError("\(port) is not a port", isMisuse: true) }
        // A name with its last dot is complete, and resolvers without a name server do not know it so.
        let name = Loopback.holds(host) && host.hasSuffix(".") ? String(host.dropLast()) : host
        return try SocketAddress.makeAddressResolvingHost(name, port: port)
    }

    private static func context(_ files: ListenAddress.TLSFiles) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(files.chain).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: files.key, format: .pem)))
        configuration.minimumTLSVersion = .tlsv13
        configuration.applicationProtocols = [ProtocolCheck.name]
        return try NIOSSLContext(configuration: configuration)
    }

    private static func bootstrap(_ context: NIOSSLContext?) -> ServerBootstrap {
        ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let context else { return }
                    try channel.pipeline.syncOperations.addHandlers(
                        [NIOSSLServerHandler(context: context), ProtocolCheck()] as [any ChannelHandler])
                }
            }
    }

    private static func connection(
        _ channel: any Channel, _ unserved: UnservedConnections
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
