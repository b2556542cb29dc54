import CanonicalJSON
package import CivilTime
import Wording

/// Texts as pages write them.
package enum PageText {
    /// A text with the characters that nobody would see made visible.
    package static func shown(_ text: String) -> String {
        if isPlain(text) { return text }
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
        if text.utf8.count <= limit, isPlain(text) { return text }
        let line = shown(text).split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count > limit ? String(line.prefix(limit - 1)) + "…" : line
    }

    /// Whether a text has only letters, digits and marks of ASCII, on one line: most have, and none of those needs a closer look.
    private static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } }

    /// `3 March 2014`.
    package static func day(_ date: CivilDate) -> String { PageReader.current.language.day(date) }

    /// `3 to 5 March 2014`, or one day.
    package static func days(_ first: CivilDate?, _ last: CivilDate?) -> String? {
        switch (first, last) {
        case (nil, nil): nil
        case (let one?, nil), (nil, let one?): day(one)
        case (let one?, let other?): one == other ? day(one) : PageReader.current.language.days(one, other)
        }
    }

    /// `3 March 2014, 09:00 UTC`, with what that is in the reader's time zone: `(10:00 local time)`.
    package static func minute(_ instant: Instant) -> String {
        let moment = whole(instant) + " UTC"
        guard let local = PageReader.current.zone?.local(instant) else { return moment }
        let there = local.date == instant.date ? time(local) : whole(local)
        return tr("\(made: moment) (\(made: there) local time)")
    }

    private static func whole(_ instant: Instant) -> String {
        PageReader.current.language.minute(day(instant.date), time(instant))
    }

    private static func time(_ instant: Instant) -> String { String(instant.description.dropFirst(11).prefix(5)) }

    /// An id as words: `expected_outcomes` is Expected outcomes.
    package static func words(_ id: String) -> String {
        let spaced = String(id.map { "_-".contains($0) ? " " : $0 })
        return spaced.prefix(1).uppercased() + spaced.dropFirst()
    }

    /// A sentence's beginning in capitals.
    static func capital(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}

/// When an act was decided and when it was recorded: told as one where they are the same minute.
struct Clocks: PageContent {
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
struct PageTime: PageContent {
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
