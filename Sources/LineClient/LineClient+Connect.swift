import CanonicalJSON
import LineProtocol
import NIOCore
import NIOPosix
import NIOSSL

extension LineClient {
    /// The name of the protocol in TLS (ALPN).
    package static let applicationProtocol = "chancery/1"

    /// Connects and waits for the greeting; a cancelled task does not wait for it.
    package static func connect(
        to address: ServerAddress, options: ClientOptions = ClientOptions()
    ) async throws(ClientError) -> LineClient {
        let group = MultiThreadedEventLoopGroup.singleton
        let loop = group.next()
        let table = ReplyTable()
        let greeting = loop.makePromise(of: JSONObject.self)
        let context: NIOSSLContext?
        do {
            context = try tlsContext(for: address, options)
        } catch {
            greeting.fail(error)
            throw .unreachable(address: address.description, reason: error.reason)
        }
        let bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(options.connectTimeout.timeAmount)
            .channelOption(.allowRemoteHalfClosure, value: false)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        let name = options.serverName ?? address.serverName
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: context, serverHostname: name))
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        ReplyHandler(table: table, greeting: greeting, options))
                }
            }
        let channel: any Channel
        do {
            switch address {
            case .tcp(let host, let port), .tls(let host, let port):
                channel = try await bootstrap.connect(host: host, port: port).get()
            case .unix(let path): channel = try await bootstrap.connect(unixDomainSocketPath: path).get()
            }
        } catch {
            greeting.fail(error)
            throw .unreachable(address: address.description, reason: ConnectionReason.text(error))
        }
        let hello = try await greeted(greeting, channel, address, options.connectTimeout)
        return LineClient(address: address, hello: hello, channel: channel, table: table, options: options)
    }

    /// Waits for the greeting and checks that it is of this protocol.
    private static func greeted(
        _ greeting: EventLoopPromise<JSONObject>, _ channel: any Channel, _ address: ServerAddress, _ timeout: Duration
    ) async throws(ClientError) -> JSONObject {
        let late = channel.eventLoop.scheduleTask(in: timeout.timeAmount) {
            greeting.fail(ClientError.notChancery(reason: "no greeting came within \(timeout)"))
        }
        defer { late.cancel() }
        do {
            let hello = try await withTaskCancellationHandler {
                try await greeting.futureResult.get()
            } onCancel: {
                greeting.fail(ClientError.closed(reason: "the task was cancelled"))
            }
            guard hello["protocol"] == 1 else {
                throw ClientError.notChancery(reason: "it does not speak protocol 1")
            }
            return hello
        } catch {
            channel.close(promise: nil)
            switch error {
            case ClientError.closed(let reason): throw .unreachable(address: address.description, reason: reason)
            case let error as ClientError: throw error
            default: throw .unreachable(address: address.description, reason: ConnectionReason.text(error))
            }
        }
    }

    /// Why a connection cannot even be tried.
    private struct UnusableFile: Error {
        let reason: String
    }

    private static func tlsContext(
        for address: ServerAddress, _ options: ClientOptions
    ) throws(UnusableFile) -> NIOSSLContext? {
        guard case .tls = address else { return nil }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv13
        configuration.applicationProtocols = [applicationProtocol]
        if let file = options.trustRootsFile { configuration.trustRoots = .file(file) }
        if let own = options.certificate {
            do {
                let chain = try NIOSSLCertificate.fromPEMFile(own.chain)
                configuration.certificateChain = chain.map { .certificate($0) }
                configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: own.key, format: .pem))
                // Trusting nobody, so that nothing but these two files can be at fault.
                var alone = configuration
                alone.trustRoots = .certificates([])
                _ = try NIOSSLContext(configuration: alone)
            } catch {
                throw UnusableFile(
                    reason: "the certificate to show and its key cannot be read as PEM, or do not belong together")
            }
        }
        do { return try NIOSSLContext(configuration: configuration) } catch {
            throw UnusableFile(reason: "the file of certificates to trust cannot be read, or holds none in PEM form")
        }
    }
}

extension ServerAddress {
    /// The name to look for in a certificate; a number is not one.
    fileprivate var serverName: String? {
        switch self {
        case .tls(let host, _): (try? SocketAddress(ipAddress: host, port: 0)) == nil ? host : nil
        case .tcp, .unix: nil
        }
    }
}

extension Duration {
    var timeAmount: TimeAmount {
        .nanoseconds(Int64(components.seconds) * 1_000_000_000 + components.attoseconds / 1_000_000_000)
    }
}
