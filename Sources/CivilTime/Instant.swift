/// A moment in UTC, counted in microseconds since 1970-01-01T00:00:00Z; written as RFC 3339 with six decimals and `Z`.
package struct Instant: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Microseconds since 1970-01-01T00:00:00Z, within the years 1 to 9999.
    package let microseconds: Int64

    /// A moment in the years 1 to 9999, the nearest one for a count outside.
    package init(microseconds: Int64) {
        self.microseconds = min(max(microseconds, Instant.earliest), Instant.latest)
    }

    /// Reads an RFC 3339 date-time with any offset and up to nine decimals (those past the sixth are dropped); nil otherwise.
    package init?(_ text: String) {
        var text = text
        guard let instant = text.withUTF8({ Instant(utf8: $0) }) else { return nil }
        self = instant
    }

    /// Reads an instant as people write it: an RFC 3339 date-time, which may leave out its seconds; nil otherwise.
    package init?(written text: String) {
        let letters = Array(text.utf8)
        // `2026-03-01T10:00`, with its zone right behind it.
        guard letters.count > 16, "Zz+-".utf8.contains(letters[16]) else {
            self.init(text)
            return
        }
        let (moment, zone) = (letters[..<16], letters[16...])
        self.init(String(decoding: moment, as: UTF8.self) + ":00" + String(decoding: zone, as: UTF8.self))
    }

    /// Reads the bytes of an RFC 3339 date-time.
    private init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count >= 20, let date = CivilDate(utf8: bytes[0..<10]),
            bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let hour = DigitReader.number(bytes[11..<13]), hour < 24,
            let minute = DigitReader.number(bytes[14..<16]), minute < 60,
            let second = DigitReader.number(bytes[17..<19]), second < 60
        else { return nil }
        var index = 19
        var fraction = 0
        if bytes[index] == UInt8(ascii: ".") {
            let digits = bytes[(index + 1)...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard (1...9).contains(digits.count) else { return nil }
            let micros = digits.prefix(6)
            guard let value = DigitReader.number(micros) else { return nil }
            fraction = value
            for _ in micros.count..<6 { fraction *= 10 }
            index += 1 + digits.count
        }
        guard let offset = Instant.offset(bytes[index...]) else { return nil }
        let seconds = ((date.daysSinceEpoch * 24 + hour) * 60 + minute - offset) * 60 + second
        let value = Int64(seconds) * 1_000_000 + Int64(fraction)
        guard (Instant.earliest...Instant.latest).contains(value) else { return nil }
        microseconds = value
    }

    /// The bytes of the one form that is written.
    package static let canonicalLength = 27

    /// Reads the bytes of the one form that is written; nil for any other.
    package init?(canonical bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == Instant.canonicalLength, bytes[10] == UInt8(ascii: "T"), bytes[19] == UInt8(ascii: "."),
            bytes[26] == UInt8(ascii: "Z")
        else { return nil }
        self.init(utf8: bytes)
    }

    /// Midnight UTC at the start of a day.
    package init(startOf date: CivilDate) {
        self.init(microseconds: Int64(date.daysSinceEpoch) * Instant.microsecondsPerDay)
    }

    package static let microsecondsPerDay: Int64 = 86_400_000_000
    package static let microsecondsPerHour: Int64 = 3_600_000_000
    private static let earliest: Int64 = -62_135_596_800_000_000
    private static let latest: Int64 = 253_402_300_799_999_999

    /// The day in UTC.
    package var date: CivilDate { date(hoursEast: 0) }

    /// The day on a clock so many hours east of UTC.
    package func date(hoursEast: Int) -> CivilDate {
        let local = microseconds + Int64(hoursEast) * Instant.microsecondsPerHour
        let days =
            local >= 0
            ? local / Instant.microsecondsPerDay
            : -((-local + Instant.microsecondsPerDay - 1) / Instant.microsecondsPerDay)
        return CivilDate(daysSinceEpoch: Int(days)) ?? Instant.epochDate
    }

    package var description: String {
        let days = date
        let inDay = microseconds - Instant(startOf: days).microseconds
        let seconds = Int(inDay / 1_000_000)
        return "\(days)T" + DigitReader.padded(seconds / 3600, 2) + ":" + DigitReader.padded(seconds / 60 % 60, 2) + ":"
            + DigitReader.padded(seconds % 60, 2) + "." + DigitReader.padded(Int(inDay % 1_000_000), 6) + "Z"
    }

    package static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

    /// This moment moved by so many microseconds, kept within the years 1 to 9999.
    package func advanced(byMicroseconds delta: Int64) -> Instant {
        let (sum, overflow) = microseconds.addingReportingOverflow(delta)
        return Instant(microseconds: overflow ? (delta > 0 ? .max : .min) : sum)
    }

    private static let epochDate = CivilDate(year: 1970, month: 1, day: 1) ?? CivilDate.first

    /// Minutes east of UTC, from `Z` or `+HH:MM`.
    private static func offset(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        let bytes = UnsafeBufferPointer(rebasing: bytes)
        if bytes.count == 1, bytes[0] == UInt8(ascii: "Z") || bytes[0] == UInt8(ascii: "z") { return 0 }
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
            let hours = DigitReader.number(bytes[1..<3]), hours < 24,
            let minutes = DigitReader.number(bytes[4..<6]), minutes < 60
        else { return nil }
        switch bytes[0] {
        case UInt8(ascii: "+"): return hours * 60 + minutes
        case UInt8(ascii: "-"): return -(hours * 60 + minutes)
        default: return nil
        }
    }
}

extension CivilDate {
    /// 0001-01-01, the first day that is counted.
    static let first = CivilDate(unchecked: 1, 1, 1)

    private init(unchecked year: Int, _ month: Int, _ day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }
}
