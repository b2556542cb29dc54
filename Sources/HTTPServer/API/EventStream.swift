import HTTPTypes
import Hummingbird
import HummingbirdCore
import LineProtocol
import Listening
import NIOCore
import Requests

/// A watch as a stream of server-sent events: each with its cursor as `id`, so that a client which lost the connection goes on after it.
struct EventStream {
    private let answer: OpenAnswer
    private let desk: Desk
    /// What is told of an event.
    private let data: @Sendable (SentEvent) -> [UInt8]
    /// Asked with each sign of life: why the stream ends, or nil where it goes on.
    private let ending: @Sendable () async -> Failure?

    init(
        _ answer: OpenAnswer, _ desk: Desk, data: @escaping @Sendable (SentEvent) -> [UInt8] = { $0.bytes },
        ending: @escaping @Sendable () async -> Failure? = { nil }
    ) {
        self.answer = answer
        self.desk = desk
        self.data = data
        self.ending = ending
    }

    /// Where a client goes on that has lost the connection; it goes before `after`, which stands in the address that it first opened.
    static func cursor(_ request: WebRequest) -> String? {
        HTTPField.Name("Last-Event-ID").flatMap { request.headers[$0] }.flatMap { $0.isEmpty ? nil : $0 }
    }

    func response(_ context: WebContext) async throws -> WebResponse {
        // Whoever goes away is noticed at once, not with the next event.
        context.channel.closeFuture.whenComplete { [answer] _ in answer.leave() }
        var first = ByteBuffer()
        var isUnderWay = false
        // What is wrong with a watch is told before it is under way, as an error like any other.
        reading: while let piece = await answer.next() {
            write(piece, to: &first)
            switch piece {
            case .beginning, .row, .silence: continue
            case .watching, .events:
                isUnderWay = true
                break reading
            }
        }
        if !isUnderWay, case .failure(let failure) = answer.outcome { return Problem(failure).response }
        let beginning = first
        return WebResponse(
            status: .ok,
            headers: [
                .contentType: "text/event-stream", .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
                .vary: "Authorization",
            ],
            body: ResponseBody { body in
                let ticks = Task { [answer, desk, ending] in
                    while !Task.isCancelled {
                        try await desk.time.sleep(desk.time.now() + desk.configuration.keepalivePeriod)
                        if let failure = await ending() { answer.stop(failure) } else { answer.tick() }
                    }
                }
                defer { ticks.cancel() }
                try await write(beginning, to: &body)
            })
    }

    private func write(_ beginning: ByteBuffer, to body: inout any ResponseBodyWriter) async throws {
        try await body.write(beginning)
        while let piece = await answer.next() {
            var bytes = ByteBuffer()
            write(piece, to: &bytes)
            if bytes.readableBytes > 0 { try await body.write(bytes) }
        }
        if case .failure(let failure) = answer.outcome {
            var bytes = ByteBuffer(string: "event: error\ndata: ")
            var problem = Problem(failure).body
            bytes.writeBuffer(&problem)
            bytes.writeStaticString("\n\n")
            try await body.write(bytes)
        }
        try await body.finish(nil)
    }

    /// A cursor without data is kept by a client and starts nothing there; a line that begins with a colon is not looked at.
    private func write(_ piece: OpenAnswer.Piece, to bytes: inout ByteBuffer) {
        switch piece {
        case .beginning(let cursor): bytes.writeString("id: \(cursor)\n\n")
        case .events(let events):
            for event in events {
                bytes.writeString("id: \(event.cursor)\ndata: ")
                bytes.writeBytes(data(event))
                bytes.writeStaticString("\n\n")
            }
        case .silence: bytes.writeStaticString(":\n\n")
        case .row, .watching: break
        }
    }
}
