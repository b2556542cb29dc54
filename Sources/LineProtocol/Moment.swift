package import CivilTime

/// A moment that a request gives as an instant, or as a day, which means its start or its end.
package struct Moment: Sendable, Hashable {
    /// As it was written.
    package let text: String
    package let instant: Instant

    package init(_ instant: Instant) {
        text = instant.description
        self.instant = instant
    }

    /// The start of a day, written as the day.
    package init(startOf day: CivilDate) {
        text = day.description
        instant = Instant(startOf: day)
    }

    /// The end of a day, written as the day.
    package init(endOf day: CivilDate) {
        text = day.description
        instant = Instant(startOf: day).advanced(byMicroseconds: Instant.microsecondsPerDay)
    }

    /// Reads it as a request gives it.
    package init(asked text: String, _ key: String, endOfDay: Bool) throws(Failure) {
        self.text = text
        if let instant = Instant(written: text) {
            self.instant = instant
            return
        }
        guard let day = CivilDate(text) else {
            throw .wrong(key, "\"\(text.prefix(40))\" \(Instant.fault(in: text)), or a day as 2026-03-01")
        }
        instant = (endOfDay ? Moment(endOf: day) : Moment(startOf: day)).instant
    }
}
