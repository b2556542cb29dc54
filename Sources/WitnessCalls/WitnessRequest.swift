import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// One request to a witness over HTTP/1.1, on a connection of its own.
struct WitnessRequest: Sendable {
    /// Why there is no answer, as the end of a sentence.
    struct Fault: Error {
        let reason: String
    }

    typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    /// Bytes of an answer that are read: many signatures, and no more.
    private static let most = 64 << 10
    private static let patience = TimeAmount.seconds(30)

    let address: WitnessAddress
    /// What the witness is told that asks it.
    let name: String

    func post(_ body: [UInt8]) async throws(Fault) -> AddCheckpoint.Answer {
        let connection: Connection
        do { connection = try await connect() } catch {
            // Of the addresses that a name has, the first says enough.
            let first = (error as? NIOConnectionError)?.connectionErrors.first?.error ?? error
            throw Fault(reason: "cannot be reached: \(first)")
        }
        // Whoever waits for the answer of a closed connection gets none.
        let late = connection.channel.eventLoop.scheduleTask(in: WitnessRequest.patience) {
            connection.channel.close(promise: nil)
        }
        defer { late.cancel() }
        do {
            return try await connection.executeThenClose { inbound, outbound in
                try await outbound.write(.head(head(body.count)))
                try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: body))))
                try await outbound.write(.end(nil))
                return try await WitnessRequest.read(inbound)
            }
        } catch let fault as Fault {
            throw fault
        } catch {
            throw Fault(reason: "did not answer: \(error)")
        }
    }

    private func head(_ length: Int) -> HTTPRequestHead {
        HTTPRequestHead(
            version: .http1_1, method: .POST, uri: address.path,
            headers: [
                "host": address.authority, "user-agent": name, "content-type": "text/plain; charset=utf-8",
                "content-length": "\(length)",
            ])
    }

    private func connect() async throws -> Connection {
        let context = address.isSecure ? try NIOSSLContext(configuration: .makeClientConfiguration()) : nil
        let serverName = address.serverName
        return try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(10))
            .connect(host: address.host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let context {
                        try pipeline.addHandler(NIOSSLClientHandler(context: context, serverHostname: serverName))
                    }
                    try pipeline.addHTTPClientHandlers()
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
    }

    private static func read(
        _ inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>
    ) async throws -> AddCheckpoint.Answer {
        var (status, type): (Int, String?) = (0, nil)
        var body: [UInt8] = []
        for try await part in inbound {
            switch part {
            case .head(let head):
                status = Int(head.status.code)
                type = head.headers.first(name: "content-type")
            case .body(let bytes):
                guard body.count + bytes.readableBytes <= most else { throw Fault(reason: "answered too much") }
                body += bytes.readableBytesView
            case .end: return AddCheckpoint.answer(status: status, type: type, body: body)
            }
        }
        throw Fault(reason: "gave no answer, or none in time")
    }
}
