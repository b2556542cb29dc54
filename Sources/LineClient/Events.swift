package import CanonicalJSON
import LineProtocol

/// The events of a watch in order; throws the failure when the server ends the watch with ERR.
package struct Events: AsyncSequence, Sendable {
    package typealias Element = JSONObject

    let replies: LineClient.Replies

    package struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var replies: LineClient.Replies.Iterator

        package mutating func next() async throws -> JSONObject? {
            while let reply = try await replies.next() {
                switch reply {
                case .event(_, let object): return object
                case .error(_, let failure): throw failure
                case .row, .ok, .hello, .ping, .bye: continue
                }
            }
            return nil
        }
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(replies: replies.makeAsyncIterator()) }
}
