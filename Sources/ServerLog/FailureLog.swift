package import CivilTime
import Lifecycle
package import LineProtocol
package import Logging
import Synchronization

/// Logs what fails for a reason of the server's own: the code, the request, the message.
///
/// A database that is out of reach fails every request alike; of each code at most one line a second is written, with the number of
/// those left out.
package final class FailureLog: Sendable {
    private struct Entry {
        var last: Instant
        var leftOut = 0
    }

    private let log: Logger
    private let now: @Sendable () -> Instant
    private let entries = Mutex<[ErrorCode: Entry]>([:])

    package init(_ log: Logger, now: @escaping @Sendable () -> Instant) {
        self.log = log
        self.now = now
    }

    package func write(_ code: ErrorCode, _ message: String, _ account: String?, _ verb: Verb) {
        let now = now()
        let leftOut = entries.withLock { entries -> Int? in
            let before = entries[code]
            if let before, now < before.last.advanced(byMicroseconds: 1_000_000) {
                entries[code]?.leftOut += 1
                return nil
            }
            entries[code] = Entry(last: now)
            return before?.leftOut ?? 0
        }
        guard let leftOut else { return }
        var log = log
        if let account { log[metadataKey: LogKey.account.rawValue] = "\(account)" }
        if leftOut > 0 { log[metadataKey: LogKey.leftOut.rawValue] = "\(leftOut)" }
        log.write(.error, message, [.code: "\(code)", .verb: "\(verb)"])
    }
}
