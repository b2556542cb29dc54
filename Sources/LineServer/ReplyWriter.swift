package import CanonicalJSON
package import LineProtocol

/// Writes the lines of one request before its end; waits while the client has too much to read.
package struct ReplyWriter: Sendable {
    /// The connection has ended, or the request was cancelled: nobody waits for more lines.
    package struct Left: Error {}

    package let tag: RequestTag
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

    /// Says where a watch stands before its first event: the cursor with which it ends if none comes.
    package func begin(at cursor: String) { begun(cursor) }

    /// Writes a ROW.
    package func row(_ object: JSONObject) async throws(Left) {
        guard await send(.row(tag, object), nil) else { throw Left() }
    }

    /// Writes an EVT; the cursor is put into its object, and is where the client can go on.
    package func event(_ object: JSONObject, cursor: String) async throws(Left) {
        var object = object
        object["cursor"] = .string(cursor)
        guard await send(.event(tag, object), cursor) else { throw Left() }
    }
}
