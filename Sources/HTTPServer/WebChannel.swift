import HummingbirdCore
import HummingbirdHTTP2
import LineProtocol
import Listening
import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOSSL
import NIOTLS

/// How the two sides of a connection speak.
enum WebVersion: Sendable { case http1, http2 }

/// What answers requests, whatever they came in.
protocol WebResponder: Sendable {
    func respond(
        to request: WebRequest, _ writer: consuming ResponseWriter, on channel: any Channel, in version: WebVersion
    ) async throws
}

/// A connection that was accepted, and what it will be once both sides have agreed on how to speak.
struct WebConnection: AcceptedConnection {
    let channel: any Channel
    /// Fails where they do not come to agree.
    fileprivate let agreed: EventLoopFuture<Agreed>

    fileprivate enum Agreed: Sendable {
        case http1(HTTP1Channel.Value)
        case http2(HTTP2Channel.Value)
    }
}

/// Serves the requests of a connection: in plain text in HTTP/1.1, with TLS in what the client prefers (ALPN).
struct WebChannel: Sendable {
    /// What a client may choose, by its name in TLS; one that names nothing speaks HTTP/1.1.
    static let protocols = ["h2", "http/1.1"]

    private let configuration: WebConfiguration
    private let http1: HTTP1Channel
    private let http2: HTTP2Channel

    init(_ configuration: WebConfiguration, _ responder: some WebResponder) {
        self.configuration = configuration
        http1 = HTTP1Channel(
            responder: { try await responder.respond(to: $0, $1, on: $2, in: .http1) },
            configuration: HTTP1Channel.Configuration(
                idleTimeout: TimeAmount(configuration.idlePeriod),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: WebConfiguration.headerBytes.one,
                    maxHeaderListSize: WebConfiguration.headerBytes.all,
                    maxHeaderFieldCount: WebConfiguration.headerCount)))
        http2 = HTTP2Channel(
            responder: { try await responder.respond(to: $0, $1, on: $2, in: .http2) },
            configuration: HTTP2ChannelConfiguration(
                idleTimeout: configuration.idlePeriod,
                streamConfiguration: HTTP1Channel.Configuration(
                    additionalChannelHandlers: [StreamGuard(configuration)],
                    idleTimeout: TimeAmount(configuration.idlePeriod))))
    }

    /// Makes a connection ready that was just accepted.
    func setUp(_ channel: any Channel, _ certificate: ServedCertificate?) -> EventLoopFuture<WebConnection> {
        guard let certificate else {
            return speakHTTP1(channel).map {
                WebConnection(channel: channel, agreed: channel.eventLoop.makeSucceededFuture($0))
            }
        }
        return channel.eventLoop.makeCompletedFuture {
            let patience = TimeAmount.milliseconds(Int64(configuration.limits.loginMilliseconds))
            let agreement = NIOTypedApplicationProtocolNegotiationHandler<WebConnection.Agreed> { [self] result in
                result == .negotiated("h2") ? speakHTTP2(channel) : speakHTTP1(channel)
            }
            try channel.pipeline.syncOperations.addHandlers([
                NIOSSLServerHandler(context: certificate.context), HandshakeLimit(patience: patience), agreement,
            ])
            return WebConnection(channel: channel, agreed: agreement.protocolNegotiationResult)
        }
    }

    private func speakHTTP1(_ channel: any Channel) -> EventLoopFuture<WebConnection.Agreed> {
        http1.setup(channel: channel, logger: HTTPServer.log).flatMapThrowing { connection in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(ConnectionGuard(configuration), position: .after(decoder))
            return .http1(connection)
        }
    }

    private func speakHTTP2(_ channel: any Channel) -> EventLoopFuture<WebConnection.Agreed> {
        http2.setup(channel: channel, logger: HTTPServer.log).flatMapThrowing { connection in
            let pipeline = channel.pipeline.syncOperations
            let frames = try pipeline.handler(type: NIOHTTP2Handler.self)
            try pipeline.addHandler(LeaveGuard(configuration), position: .after(frames))
            return .http2(connection)
        }
    }

    /// Answers a connection's requests until it ends.
    ///
    /// - Parameter agreed: called once both sides have agreed on how to speak.
    func serve(_ connection: WebConnection, agreed: () -> Void) async {
        guard let speaking = try? await connection.agreed.get() else {
            connection.channel.close(promise: nil)
            return
        }
        switch speaking {
        case .http1(let connection):
            agreed()
            await http1.handle(value: connection, logger: HTTPServer.log)
        case .http2(let connection):
            agreed()
            await http2.handle(value: connection, logger: HTTPServer.log)
        }
    }
}
