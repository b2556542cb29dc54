import CanonicalJSON
package import CivilTime
import Wording

/// Texts as pages write them.
package enum PageText {
    /// A text with the characters that nobody would see made visible.
    package static func shown(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { HiddenCharacter.isHarmful($0) }) else { return text }
        var shown = ""
        for scalar in text.unicodeScalars {
            if HiddenCharacter.isHarmful(scalar) {
                shown += "\u{27E8}\(HiddenCharacter.name(of: scalar))\u{27E9}"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    /// The same without line breaks, cut where it would fill a page.
    package static func line(_ text: String, atMost limit: Int = 400) -> String {
        let line = shown(text).split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count > limit ? String(line.prefix(limit - 1)) + "…" : line
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// `3 March 2014`.
    package static func day(_ date: CivilDate) -> String { "\(date.day) \(months[date.month - 1]) \(date.year)" }

    /// `3 to 5 March 2014`, or one day.
    package static func days(_ first: CivilDate?, _ last: CivilDate?) -> String? {
        switch (first, last) {
        case (nil, nil): return nil
        case (let one?, nil), (nil, let one?): return day(one)
        case (let one?, let other?):
            if one == other { return day(one) }
            guard one.year == other.year else { return "\(day(one)) to \(day(other))" }
            if one.month == other.month { return "\(one.day) to \(day(other))" }
            return "\(one.day) \(months[one.month - 1]) to \(day(other))"
        }
    }

    /// `3 March 2014, 09:00 UTC`.
    package static func minute(_ instant: Instant) -> String {
        "\(day(instant.date)), \(instant.description.dropFirst(11).prefix(5)) UTC"
    }

    /// An id as words: `expected_outcomes` is Expected outcomes.
    package static func words(_ id: String) -> String {
        let spaced = String(id.map { "_-".contains($0) ? " " : $0 })
        return spaced.prefix(1).uppercased() + spaced.dropFirst()
    }

    /// A sentence's beginning in capitals.
    static func capital(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}

/// When an act was decided and when it was recorded: told as one where they are the same minute.
struct Clocks: Sendable {
    let both: PageTime?
    let decided: PageTime?
    let recorded: PageTime?

    init(_ decided: Instant?, _ recorded: Instant?) {
        let (first, second) = (PageTime(decided), PageTime(recorded))
        let isOne = first?.text == second?.text
        both = isOne ? first : nil
        self.decided = isOne ? nil : first
        self.recorded = isOne ? nil : second
    }
}

/// A moment of a page: as people read it, and as programs do.
struct PageTime: Sendable {
    let text: String
    let iso: String

    init(_ instant: Instant) {
        text = PageText.minute(instant)
        iso = String(instant.description.prefix(19)) + "Z"
    }

    init?(_ instant: Instant?) {
        guard let instant else { return nil }
        self.init(instant)
    }
}
