package import CivilTime

/// A partner of a forum, present or past.
package struct ShownPartner: ReplyPart {
    package var id = ""
    package var name = ""
    /// As the forum names them.
    package var attributes: [String: String] = [:]
    /// The first day of membership; nil where it is not known.
    package var joined: CivilDate?
    /// The day from which it is no longer a member.
    package var left: CivilDate?

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.text("id", &id)
        coder.text("name", &name, else: id)
        coder.texts("attributes", &attributes, else: [:])
        coder.orNull("joined", &joined) { $0.day($1, &$2) }
        coder.orNull("left", &left) { $0.day($1, &$2) }
    }
}

extension Verbs.Partners: ReadVerb {
    package typealias Row = ShownPartner
    package typealias End = CountEnd
}

extension Verbs.Partner: ReadVerb { package typealias End = ShownPartner }
