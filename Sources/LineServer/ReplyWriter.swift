import CanonicalJSON
import LineProtocol
import Requests

/// Writes the lines of one request before its end; waits while the client has too much to read.
struct ReplyWriter: AnswerWriter {
    private let tag: RequestTag
    private let begun: @Sendable (String) -> Void
    private let send: @Sendable (Reply, String?) async -> Bool

    init(
        tag: RequestTag, begun: @escaping @Sendable (String) -> Void,
        send: @escaping @Sendable (Reply, String?) async -> Bool
    ) {
        self.tag = tag
        self.begun = begun
        self.send = send
    }

    func begin(at cursor: String) { begun(cursor) }

    /// Writes a ROW.
    func row(_ object: JSONObject) async throws(ReaderLeft) {
        guard await send(.row(tag, object), nil) else { throw ReaderLeft() }
    }

    /// Writes an EVT; the cursor is put into its object.
    func event(_ object: JSONObject, cursor: String) async throws(ReaderLeft) {
        var object = object
        object["cursor"] = .string(cursor)
        guard await send(.event(tag, object), cursor) else { throw ReaderLeft() }
    }
}
