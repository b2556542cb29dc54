package import CivilTime

/// A meeting of a forum: when it is planned, and when it was held.
package struct ShownMeeting: ReplyPart {
    package var id = ""
    package var kind = ""
    package var name = ""
    package var starts: CivilDate?
    package var ends: CivilDate?
    package var city: String?
    package var country: String?
    /// What is recorded of it comes from there.
    package var source: String?
    /// How well its days are known, where they are not.
    package var precision: Verbs.Meeting.Precision?
    /// Nil while it is only planned.
    package var held: ShownDays?

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.text("id", &id)
        coder.text("kind", &kind, else: "")
        coder.text("name", &name, else: id)
        coder.orNull("starts", &starts) { $0.day($1, &$2) }
        coder.orNull("ends", &ends) { $0.day($1, &$2) }
        coder.orNull("city", &city) { $0.text($1, &$2) }
        coder.orNull("country", &country) { $0.text($1, &$2) }
        coder.orNull("source", &source) { $0.text($1, &$2) }
        coder.word("precision", &precision)
        coder.orNull("held", &held) { $0.part($1, &$2) }
    }
}

extension Verbs.Meetings: ReadVerb {
    package typealias Row = ShownMeeting
    package typealias End = PageEnd
}

extension Verbs.Meeting: ReadVerb { package typealias End = ShownMeeting }
