package import CivilTime

/// What came of a round, in numbers.
package struct ShownRound: ReplyPart {
    package var number = 0
    package var track: String?
    /// When it was recorded, and when the body decided it.
    package var openedAt: Instant?
    package var decidedAt: Instant?
    package var closes: Instant?
    package var textDigest: String?
    package var revision: Int?
    /// How many partners are asked, and how many were heard.
    package var roster = 0
    package var heard = 0
    /// Why it is over; nil while it goes on.
    package var ended: String?
    /// How many took each stance.
    package var stances: [String: Int] = [:]
    /// It goes on for who is late.
    package var isDeadlinePassed = false

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.integer("number", &number)
        coder.orNull("track", &track) { $0.text($1, &$2) }
        coder.instant("opened_at", &openedAt)
        coder.instant("decided_at", &decidedAt)
        coder.orNull("closes", &closes) { $0.instant($1, &$2) }
        coder.text("text_digest", &textDigest)
        coder.integer("revision", &revision)
        coder.integer("roster", &roster, else: 0)
        coder.integer("heard", &heard, else: 0)
        coder.orNull("ended", &ended) { $0.text($1, &$2) }
        coder.integers("stances", &stances, else: [:])
        coder.mark("deadline_passed", &isDeadlinePassed)
    }
}
