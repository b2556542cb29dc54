import CanonicalJSON
import LineProtocol
import Synchronization

/// Who waits for which tag's replies, and how the connection stands.
///
/// Entered by the event loop with what arrives, and by any task with what is asked.
final class ReplyTable: Sendable {
    typealias Replies = AsyncThrowingStream<Reply, any Error>

    /// What a stream of replies is for.
    enum Kind: Sendable {
        /// Ends with OK or ERR; an end of the connection is an error.
        case request
        /// Ends with OK, ERR or BYE; hands BYE out as a line.
        case raw
    }

    private struct Waiting {
        let id: UInt64
        let kind: Kind
        let continuation: Replies.Continuation
    }

    private struct State {
        var lastNumber: UInt64 = 0
        var waiting: [RequestTag: Waiting] = [:]
        /// Raw lines without a tag, which only a BYE can answer.
        var untagged: [Waiting] = []
        var bye: JSONObject?
        var end: ClientError?
    }

    private let state = Mutex(State())

    /// A new tag and the stream of its replies; throws when the connection has ended.
    ///
    /// `onLeave` is called when whoever reads the stream leaves it before its end.
    func open(onLeave: (@Sendable (RequestTag) -> Void)? = nil) throws(ClientError) -> (RequestTag, Replies) {
        let (replies, continuation) = Replies.makeStream()
        let tag = try state.withLock { state throws(ClientError) in
            if let end = state.end { throw end }
            repeat { state.lastNumber += 1 } while state.waiting[RequestTag(number: state.lastNumber)] != nil
            let tag = RequestTag(number: state.lastNumber)
            state.waiting[tag] = Waiting(id: state.lastNumber, kind: .request, continuation: continuation)
            return tag
        }
        if let onLeave {
            continuation.onTermination = { termination in
                if case .cancelled = termination { onLeave(tag) }
            }
        }
        return (tag, replies)
    }

    /// The stream of replies to a line that brings its own tag, or none.
    func openRaw(_ tag: RequestTag?) throws(ClientError) -> Replies {
        let (replies, continuation) = Replies.makeStream()
        try state.withLock { state throws(ClientError) in
            if let end = state.end { throw end }
            state.lastNumber += 1
            let waiting = Waiting(id: state.lastNumber, kind: .raw, continuation: continuation)
            if let tag, state.waiting[tag] == nil {
                state.waiting[tag] = waiting
            } else {
                state.untagged.append(waiting)
            }
        }
        return replies
    }

    /// A reply arrived.
    func arrived(_ reply: Reply) {
        switch reply {
        case .row(let tag, _), .event(let tag, _):
            _ = state.withLock { $0.waiting[tag] }?.continuation.yield(reply)
        case .ok(let tag, _), .error(let tag, _):
            guard let waiting = state.withLock({ $0.waiting.removeValue(forKey: tag) }) else { return }
            waiting.continuation.yield(reply)
            waiting.continuation.finish()
        case .bye(let object): state.withLock { $0.bye = object }
        case .hello, .ping: break
        }
    }

    /// Ends one request from this side, as when it took too long.
    func abandon(_ tag: RequestTag, with error: ClientError?) {
        let waiting = state.withLock { $0.waiting.removeValue(forKey: tag) }
        waiting?.continuation.finish(throwing: error)
    }

    /// The connection ended; everything that waits ends with it.
    func ended(_ reason: ClientError) {
        let (waiting, bye, end) = state.withLock { state in
            let waiting = Array(state.waiting.values) + state.untagged
            state.waiting = [:]
            state.untagged = []
            let end = state.end ?? state.bye.map { ReplyTable.dismissal($0) } ?? reason
            state.end = end
            return (waiting, state.bye, end)
        }
        for one in waiting {
            switch (one.kind, bye) {
            case (.raw, .some(let bye)):
                one.continuation.yield(.bye(bye))
                one.continuation.finish()
            case (.raw, .none), (.request, _): one.continuation.finish(throwing: end)
            }
        }
    }

    /// How the connection ended, nil while it lives.
    var end: ClientError? { state.withLock { $0.end } }

    private static func dismissal(_ bye: JSONObject) -> ClientError {
        guard let code = bye["code"]?.string else { return .closed(reason: "the server said goodbye") }
        let entry = ErrorCode(rawValue: code)?.entry
        return .dismissed(
            Failure(codeText: code, retry: entry?.retry ?? .never, effect: entry?.effect ?? .unknown, object: bye))
    }
}
