import CivilTime
import Glibc
import Synchronization

/// The time as the header Date tells it: `Mon, 30 Nov 2026 08:00:00 GMT`. It is made once a second.
final class HTTPDate: Sendable {
    private let last = Mutex<(second: Int, text: String)>((second: -1, text: ""))

    var text: String {
        let now = time(nil)
        return last.withLock { last in
            if last.second != now { last = (now, HTTPDate.text(ofSecond: now)) }
            return last.text
        }
    }

    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// A second since 1970, which began on a Thursday.
    static func text(ofSecond second: Int) -> String {
        let date = Instant(microseconds: Int64(second) * 1_000_000).date
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        let time = [second / 3600 % 24, second / 60 % 60, second % 60].map(two).joined(separator: ":")
        return "\(days[date.daysSinceEpoch % 7]), \(two(date.day)) \(months[date.month - 1]) \(date.year) \(time) GMT"
    }
}
