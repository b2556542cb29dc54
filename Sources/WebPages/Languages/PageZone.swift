import CivilTime

/// A time zone in which pages can tell moments, beside UTC: one of those in which the partners of Asia and Europe live, by its name in the IANA
/// database. The rules are those in force since 2017, Almaty's since March 2024, and are told of earlier moments too.
package struct PageZone: Sendable, Hashable {
    package let id: String
    private let minutes: Int
    private let summer: Summer?

    /// From when to when clocks are an hour ahead.
    private enum Summer: Sendable {
        case europe, australia, newZealand
    }

    private init(_ id: String, _ hours: Int, _ minutes: Int = 0, _ summer: Summer? = nil) {
        self.id = id
        self.minutes = hours * 60 + minutes
        self.summer = summer
    }

    /// Nil where it is none of ``all``.
    package init?(id: String) {
        guard let known = PageZone.all.first(where: { $0.id == id }) else { return nil }
        self = known
    }

    /// From west to east.
    package static let all: [PageZone] = [
        PageZone("Europe/Dublin", 0, 0, .europe), PageZone("Europe/Lisbon", 0, 0, .europe),
        PageZone("Europe/London", 0, 0, .europe), PageZone("Europe/Berlin", 1, 0, .europe),
        PageZone("Europe/Brussels", 1, 0, .europe), PageZone("Europe/Madrid", 1, 0, .europe),
        PageZone("Europe/Oslo", 1, 0, .europe), PageZone("Europe/Paris", 1, 0, .europe),
        PageZone("Europe/Rome", 1, 0, .europe), PageZone("Europe/Stockholm", 1, 0, .europe),
        PageZone("Europe/Warsaw", 1, 0, .europe), PageZone("Europe/Zurich", 1, 0, .europe),
        PageZone("Asia/Nicosia", 2, 0, .europe), PageZone("Europe/Athens", 2, 0, .europe),
        PageZone("Europe/Bucharest", 2, 0, .europe), PageZone("Europe/Helsinki", 2, 0, .europe),
        PageZone("Europe/Riga", 2, 0, .europe), PageZone("Europe/Sofia", 2, 0, .europe),
        PageZone("Europe/Moscow", 3), PageZone("Asia/Almaty", 5), PageZone("Asia/Karachi", 5),
        PageZone("Asia/Kolkata", 5, 30), PageZone("Asia/Dhaka", 6), PageZone("Asia/Yangon", 6, 30),
        PageZone("Asia/Bangkok", 7), PageZone("Asia/Ho_Chi_Minh", 7), PageZone("Asia/Jakarta", 7),
        PageZone("Asia/Phnom_Penh", 7), PageZone("Asia/Vientiane", 7), PageZone("Asia/Brunei", 8),
        PageZone("Asia/Kuala_Lumpur", 8), PageZone("Asia/Manila", 8), PageZone("Asia/Shanghai", 8),
        PageZone("Asia/Singapore", 8), PageZone("Asia/Ulaanbaatar", 8), PageZone("Asia/Seoul", 9),
        PageZone("Asia/Tokyo", 9), PageZone("Australia/Sydney", 10, 0, .australia),
        PageZone("Pacific/Auckland", 12, 0, .newZealand),
    ]

    /// A moment as the clocks there show it: as if it were one of UTC.
    func local(_ instant: Instant) -> Instant {
        let ahead = minutes + (isSummer(instant) ? 60 : 0)
        return instant.advanced(byMicroseconds: Int64(ahead) * 60_000_000)
    }

    private func isSummer(_ instant: Instant) -> Bool {
        let year = instant.date.year
        /// A Sunday of a month: its last, or its first; and the hour of UTC, negative on the day before.
        func sunday(_ month: Int, isLast: Bool, hour: Int64) -> Instant? {
            let from = isLast ? (month == 9 ? 24 : 25) : 1
            for day in from..<(from + 7) {
                guard let date = CivilDate(year: year, month: month, day: day), date.isSunday else { continue }
                return Instant(startOf: date).advanced(byMicroseconds: hour * Instant.microsecondsPerHour)
            }
            return nil
        }
        switch summer {
        case nil: return false
        case .europe:
            // Directive 2000/84/EC.
            guard let starts = sunday(3, isLast: true, hour: 1), let ends = sunday(10, isLast: true, hour: 1) else {
                return false
            }
            return starts <= instant && instant < ends
        case .australia:
            guard let ends = sunday(4, isLast: false, hour: -8), let starts = sunday(10, isLast: false, hour: -8) else {
                return false
            }
            return instant < ends || starts <= instant
        case .newZealand:
            guard let ends = sunday(4, isLast: false, hour: -10), let starts = sunday(9, isLast: true, hour: -10) else {
                return false
            }
            return instant < ends || starts <= instant
        }
    }
}

extension CivilDate {
    fileprivate var isSunday: Bool {
        let days = Instant(startOf: self).microseconds / Instant.microsecondsPerDay
        // 1 January 1970 was a Thursday; the days before it are negative.
        return ((days + 4) % 7 + 7) % 7 == 0
    }
}
