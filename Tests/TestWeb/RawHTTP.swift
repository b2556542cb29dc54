package import CanonicalJSON
import NIOCore
import NIOPosix

/// A bare connection of HTTP: sends any bytes, and reads answers as they stand in RFC 9112.
package final class RawHTTP: Sendable {
    /// One answer, whole.
    package struct Answer: Sendable {
        package var status: Int
        /// In the order in which they came, with names in small letters.
        package var headers: [(name: String, value: String)]
        package var body: [UInt8]

        package subscript(name: String) -> String? { headers.first { $0.name == name }?.value }
        package var text: String { String(decoding: body, as: UTF8.self) }
        package var json: JSONObject { (try? JSONValue.parse(body))?.object ?? [:] }
    }

    private let channel: any Channel
    nonisolated(unsafe) private var iterator: AsyncStream<ByteBuffer>.Iterator
    nonisolated(unsafe) private var bytes: [UInt8] = []

    private init(_ channel: any Channel, _ stream: AsyncStream<ByteBuffer>) {
        self.channel = channel
        iterator = stream.makeAsyncIterator()
    }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        let continuation: AsyncStream<ByteBuffer>.Continuation

        init(_ continuation: AsyncStream<ByteBuffer>.Continuation) { self.continuation = continuation }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) { continuation.yield(unwrapInboundIn(data)) }
        func channelInactive(context: ChannelHandlerContext) { continuation.finish() }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if event as? ChannelEvent == .inputClosed { continuation.finish() }
        }
    }

    /// Connects to `http://HOST:PORT` as a server says it.
    ///
    /// - Parameter own: the address of this machine from which it connects; nil leaves that to the system.
    package static func connect(to address: String, from own: String? = nil, reads: Bool = true) async throws -> RawHTTP
    {
        let (stream, continuation) = AsyncStream<ByteBuffer>.makeStream()
        let parts = address.split(separator: "/").last?.split(separator: ":") ?? []
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        if let own { bootstrap = bootstrap.bind(to: try SocketAddress(ipAddress: own, port: 0)) }
        let channel =
            try await bootstrap
            .channelOption(.autoRead, value: reads)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Collector(continuation))
                }
            }
            .connect(host: String(parts[0]), port: Int(parts[1]) ?? 0).get()
        return RawHTTP(channel, stream)
    }

    package func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    package func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    /// A request with its body, and what it is answered.
    package func ask(
        _ method: String, _ target: String, _ headers: [String: String] = [:], body: String? = nil
    ) async throws -> Answer {
        try await send(RawHTTP.request(method, target, headers, body: body))
        guard let answer = try await answer(toHead: method == "HEAD") else { throw Lost() }
        return answer
    }

    package static func request(
        _ method: String, _ target: String, _ headers: [String: String] = [:], body: String? = nil
    ) -> String {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: localhost"]
        lines += headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        if let body { lines.append("Content-Length: \(body.utf8.count)") }
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")
    }

    /// The connection ended before what was expected.
    package struct Lost: Error { package init() {} }

    /// The next answer; nil where the connection ends before it begins.
    package func answer(toHead: Bool = false) async throws -> Answer? {
        guard var answer = try await head() else { return nil }
        if toHead || answer.status < 200 { return answer }
        if let length = answer["content-length"].flatMap({ Int($0) }) {
            answer.body = try await take(length)
        } else if answer["transfer-encoding"] == "chunked" {
            while let chunk = try await chunk() { answer.body += chunk }
        }
        return answer
    }

    /// The next chunk of an answer in chunks; nil after the last.
    package func chunk() async throws -> [UInt8]? {
        guard let size = Int(try await line() ?? "", radix: 16) else { throw Lost() }
        let chunk = try await take(size)
        _ = try await line()
        return size == 0 ? nil : chunk
    }

    /// The head of an answer whose body is read in pieces.
    package func head() async throws -> Answer? {
        guard let first = try await line(mayEnd: true) else { return nil }
        var answer = Answer(status: Int(first.split(separator: " ")[1]) ?? 0, headers: [], body: [])
        while let line = try await line(), !line.isEmpty {
            let parts = line.split(separator: ":", maxSplits: 1)
            answer.headers.append((parts[0].lowercased(), String(parts[1].drop { $0 == " " })))
        }
        return answer
    }

    private func take(_ count: Int) async throws -> [UInt8] {
        while bytes.count < count { guard await more() else { throw Lost() } }
        defer { bytes.removeFirst(count) }
        return Array(bytes.prefix(count))
    }

    private func line(mayEnd: Bool = false) async throws -> String? {
        while true {
            if let end = bytes.firstIndex(of: 0x0A) {
                defer { bytes.removeFirst(end + 1) }
                return String(decoding: bytes[..<end].filter { $0 != 0x0D }, as: UTF8.self)
            }
            guard await more() else {
                if mayEnd, bytes.isEmpty { return nil }
                throw Lost()
            }
        }
    }

    private func more() async -> Bool {
        guard let buffer = await iterator.next(isolation: nil) else { return false }
        bytes += Array(buffer.readableBytesView)
        return true
    }

    /// Whether the server has closed its side, without another word.
    package func hasEnded() async -> Bool {
        guard bytes.isEmpty else { return false }
        return await !more()
    }

    package func closeOutput() async throws { try await channel.close(mode: .output).get() }

    package func close() async { try? await channel.close().get() }
}
