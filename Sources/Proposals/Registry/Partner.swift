package import CivilTime

/// A member of a forum: a country or an institution. Membership is dated; attributes are what requirements refer to.
package struct Partner: Sendable, Hashable {
    package let id: String
    package var name: String { didSet { nameWords = FoldedText.words(name) } }
    /// `region`, `group`, `kind`, … as the forum names them.
    package let attributes: [String: String]
    /// How it stands on the roster of a round, made once: each circulation asks for everybody's.
    let rosterEntry: RosterEntry
    /// Its id and the words of its name as a search compares them, made once.
    private let idWords: [String]
    private var nameWords: [String]
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
        idWords = FoldedText.words(id)
        nameWords = FoldedText.words(name)
        self.joined = joined
        self.left = left
    }

    /// Whether a word of a search names it: its id, or the beginning of a word of its name.
    package func isNamed(by word: String) -> Bool {
        idWords == [word] || nameWords.contains { $0.unicodeScalars.starts(with: word.unicodeScalars) }
    }

    /// Whether it is a member on a day.
    package func isMember(on day: CivilDate) -> Bool {
        (joined.map { $0 <= day } ?? true) && (left.map { day < $0 } ?? true)
    }
}
