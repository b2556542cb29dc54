package import NIOCore
package import NIOHTTP1
import NIOPosix
package import NIOSSL

/// One request to another server over HTTP/1.1, on a connection of its own, with bounds: no redirect is followed, no more than so many bytes
/// are read, and all of it takes no longer than it may.
package struct WebCall: Sendable {
    /// Why there is no answer, as the end of a sentence.
    package struct Fault: Error, Hashable {
        package let reason: String

        package init(reason: String) { self.reason = reason }
    }

    /// What a server answered.
    package struct Answer: Sendable {
        package var status: Int
        package var headers: HTTPHeaders
        package var body: [UInt8]
    }

    private typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    private let address: WebAddress
    private let path: String
    private let name: String
    private let roots: [NIOSSLCertificate]
    private let most: Int
    private let patience: TimeAmount

    /// - Parameters:
    ///   - path: what is asked for there; that of the address where nothing is said.
    ///   - name: what the server is told that asks.
    ///   - roots: whose certificates are believed; those that the system believes where there are none.
    ///   - most: bytes of an answer that are read.
    ///   - patience: how long the connection and the answer may take together.
    package init(
        _ address: WebAddress, path: String? = nil, name: String, roots: [NIOSSLCertificate] = [], most: Int,
        patience: TimeAmount = .seconds(30)
    ) {
        self.address = address
        let path = path ?? address.path
        self.path = path.isEmpty ? "/" : path
        self.name = name
        self.roots = roots
        self.most = most
        self.patience = patience
    }

    package func get(_ headers: [(String, String)] = []) async throws(Fault) -> Answer {
        try await send(.GET, headers, nil)
    }

    package func post(_ body: [UInt8], _ headers: [(String, String)]) async throws(Fault) -> Answer {
        try await send(.POST, headers, body)
    }

    private func send(
        _ method: HTTPMethod, _ headers: [(String, String)], _ body: [UInt8]?
    ) async throws(Fault) -> Answer {
        let deadline = NIODeadline.now() + patience
        let connection: Connection
        do { connection = try await connect() } catch {
            // Of the addresses that a name has, the first says enough.
            let first = (error as? NIOConnectionError)?.connectionErrors.first?.error ?? error
            throw Fault(reason: "cannot be reached: \(first)")
        }
        // Whoever waits for the answer of a closed connection gets none.
        let late = connection.channel.eventLoop.scheduleTask(deadline: deadline) {
            connection.channel.close(promise: nil)
        }
        defer { late.cancel() }
        let (head, most) = (head(method, headers, body?.count), most)
        do {
            return try await connection.executeThenClose { inbound, outbound in
                do {
                    try await outbound.write(.head(head))
                    if let body { try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: body)))) }
                    try await outbound.write(.end(nil))
                } catch {
                    // Whoever answers before the request has come to its end may close the connection: what was said counts.
                }
                return try await WebCall.read(inbound, most)
            }
        } catch let fault as Fault {
            throw fault
        } catch {
            throw Fault(reason: "did not answer: \(error)")
        }
    }

    private func head(_ method: HTTPMethod, _ headers: [(String, String)], _ length: Int?) -> HTTPRequestHead {
        var all: HTTPHeaders = ["host": address.authority, "user-agent": name, "connection": "close"]
        for (name, value) in headers { all.add(name: name, value: value) }
        if let length { all.add(name: "content-length", value: "\(length)") }
        return HTTPRequestHead(version: .http1_1, method: method, uri: path, headers: all)
    }

    private func connect() async throws -> Connection {
        let context = address.isSecure ? try context() : nil
        let serverName = address.serverName
        return try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(min(.seconds(10), patience))
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

    private func context() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if !roots.isEmpty { configuration.trustRoots = .certificates(roots) }
        return try NIOSSLContext(configuration: configuration)
    }

    private static func read(
        _ inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>, _ most: Int
    ) async throws -> Answer {
        var answer = Answer(status: 0, headers: [:], body: [])
        for try await part in inbound {
            switch part {
            case .head(let head):
                // What comes before the answer is none.
                guard head.status.code >= 200 || head.status.code == 101 else { continue }
                answer.status = Int(head.status.code)
                answer.headers = head.headers
            case .body(let bytes):
                guard answer.body.count + bytes.readableBytes <= most else { throw Fault(reason: "answered too much") }
                answer.body += bytes.readableBytesView
            case .end:
                if answer.status > 0 { return answer }
            }
        }
        throw Fault(reason: "gave no answer, or none in time")
    }
}
