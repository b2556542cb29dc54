import CivilTime
import Terminal

/// Instants as people read them: to the minute, in UTC.
enum TimeText {
    /// `2026-03-01 12:30 UTC` as `2026-03-01 12:30`; what is no instant stays as it is.
    static func minute(_ instant: String) -> String {
        let letters = Array(instant)
        guard letters.count >= 16, letters[10] == "T", instant.hasSuffix("Z") else { return TerminalText.line(instant) }
        return String(letters[0..<10]) + " " + String(letters[11..<16])
    }

    /// The last day before an instant: what ends at midnight was there until the day before.
    static func lastDay(_ instant: String) -> String {
        guard let end = Instant(instant) else { return day(instant) }
        return end.advanced(byMicroseconds: -1).date.description
    }

    static func minute(_ instant: Instant) -> String { minute(instant.description) }

    static func lastDay(_ instant: Instant) -> String { lastDay(instant.description) }

    static func day(_ instant: Instant) -> String { day(instant.description) }

    /// The day of an instant.
    static func day(_ instant: String) -> String { TerminalText.line(String(instant.prefix(10))) }
}
