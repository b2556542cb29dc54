import CanonicalJSON
import LineProtocol
import NIOCore
import Requests

/// Writes the lines of one request before its end; waits while the client has too much to read.
struct ReplyWriter: AnswerWriter {
    private let tag: RequestTag
    /// The bytes of a line, at most.
    private let limit: Int
    private let begun: @Sendable (String) -> Void
    /// Takes whole lines, and the cursor of the last event in them.
    private let send: @Sendable (ByteBuffer, String?) async -> Bool

    init(
        tag: RequestTag, limit: Int, begun: @escaping @Sendable (String) -> Void,
        send: @escaping @Sendable (ByteBuffer, String?) async -> Bool
    ) {
        self.tag = tag
        self.limit = limit
        self.begun = begun
        self.send = send
    }

    func begin(at cursor: String) { begun(cursor) }

    /// Writes a ROW.
    func row(_ object: JSONObject) async throws(ReaderLeft) {
        guard await send(Reply.row(tag, object).encoded(within: limit), nil) else { throw ReaderLeft() }
    }

    /// Writes an EVT for each.
    func events(_ events: [SentEvent]) async throws(ReaderLeft) {
        var lines = ByteBuffer()
        for event in events { event.encode(for: tag, within: limit, into: &lines) }
        guard await send(lines, events.last?.cursor) else { throw ReaderLeft() }
    }
}
