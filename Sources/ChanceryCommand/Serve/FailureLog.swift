import Lifecycle
import LineProtocol
import Synchronization

/// Writes what the operator should know of to the standard error, a line each: the time, the code, the request, the message.
///
/// A database that is out of reach fails every request alike; of each code at most one line a second is written, with the number of
/// those left out.
final class FailureLog: Sendable {
    private struct Entry {
        var last: Instant
        var leftOut = 0
    }

    private let console: Console
    private let entries = Mutex<[ErrorCode: Entry]>([:])

    init(_ console: Console) { self.console = console }

    func write(_ code: ErrorCode, _ message: String, _ account: String?, _ verb: Verb) {
        let now = console.now()
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
        let more = leftOut > 0 ? " (and \(leftOut) more since the last one)" : ""
        console.errorLine(PlainText.line("\(now) \(code) \(verb) of \(account ?? "nobody yet"): \(message)\(more)"))
    }
}
