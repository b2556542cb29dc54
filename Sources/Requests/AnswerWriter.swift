package import CanonicalJSON

/// Where the rows and events of one request go before its end. Each door has its own: lines of a socket, the body of a page.
package protocol AnswerWriter: Sendable {
    /// Says where a watch stands before its first event: the cursor with which it ends if none comes.
    func begin(at cursor: String)
    /// Says that a watch is good: from here on its events follow when they come.
    func watching()
    /// Gives one row of the answer; waits while the reader has too much to read.
    func row(_ object: JSONObject) async throws(ReaderLeft)
    /// Gives the whole answer to a read as its type has it (``LineProtocol/TypedAnswer``); false where rows and an object are wanted instead.
    func take(_ answer: any SentAnswer) -> Bool
    /// Gives events of a watch, in their order: all of them or none.
    func events(_ events: [SentEvent]) async throws(ReaderLeft)
}

extension AnswerWriter {
    /// Whoever writes lines need not say so.
    package func watching() {}

    /// Whoever sends answers elsewhere takes them as they are sent.
    package func take(_ answer: any SentAnswer) -> Bool { false }

    /// Gives one event of a watch; the cursor is where the reader can go on.
    package func event(_ object: JSONObject, cursor: String) async throws(ReaderLeft) {
        try await events([SentEvent(object, cursor: cursor)])
    }
}

/// The connection has ended, or the request was cancelled: nobody waits for more.
package struct ReaderLeft: Error {
    package init() {}
}
