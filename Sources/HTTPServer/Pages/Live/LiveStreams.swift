import LineProtocol
import Requests
import Synchronization

/// The streams of open pages: how many there may be, and whose they are.
final class LiveStreams: Sendable {
    private struct Stream {
        let answer: OpenAnswer
        let session: String
        let account: String
    }

    /// Of one account, as many as one connection of lines may have watches; together at most half of all connections, so that pages can
    /// still be asked for.
    private let most: (account: Int, all: Int)
    private let streams = Mutex<[ObjectIdentifier: Stream]>([:])

    init(_ configuration: WebConfiguration) {
        most = (configuration.limits.watches, max(1, configuration.connections / 2))
    }

    /// Whether there is room for another one; it then takes part until ``leave(_:)``.
    func enter(_ answer: OpenAnswer, _ login: BrowserLogin) -> Bool {
        let account = login.login.answer.account
        return streams.withLock { streams in
            guard streams.count < most.all, streams.values.count(where: { $0.account == account }) < most.account
            else { return false }
            streams[ObjectIdentifier(answer)] = Stream(answer: answer, session: login.cookie, account: account)
            return true
        }
    }

    func leave(_ answer: OpenAnswer) { streams.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(answer)) } }

    /// Ends those of a session.
    func end(session: String) {
        let own = streams.withLock { $0.values.filter { $0.session == session } }
        for stream in own { stream.answer.stop(LiveStream.sessionEnded) }
    }
}
