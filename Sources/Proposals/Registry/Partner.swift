package import CivilTime

/// A member of a forum: a country or an institution. Membership is dated; attributes are what requirements refer to.
package struct Partner: Sendable, Hashable {
    package let id: String
    package var name: String
    /// `region`, `group`, `kind`, … as the forum names them.
    package let attributes: [String: String]
    /// How it stands on the roster of a round, made once: each circulation asks for everybody's.
    let rosterEntry: RosterEntry
    /// The first day of membership; nil where it is not known.
    package var joined: CivilDate?
    /// The day from which it is no longer a member.
    package var left: CivilDate?

    package init(
        id: String, name: String, attributes: [String: String], joined: CivilDate? = nil, left: CivilDate? = nil
    ) {
        self.id = id
        self.name = name
        self.attributes = attributes
        rosterEntry = RosterEntry(partner: id, attributes: attributes)
        self.joined = joined
        self.left = left
    }

    /// Whether it is a member on a day.
    package func isMember(on day: CivilDate) -> Bool {
        (joined.map { $0 <= day } ?? true) && (left.map { day < $0 } ?? true)
    }
}
