package import CivilTime

/// A meeting of the forum: when it is planned, and, apart from that, when it was held.
package struct Meeting: Sendable, Hashable {
    package var id: String
    package var kind: String
    package var name: String
    package var starts: CivilDate
    package var ends: CivilDate
    package var city: String?
    package var country: String?
    /// The days on which it was held, as local days; nil while it is only scheduled.
    package var held: ClosedRange<CivilDate>?
    /// The source of what is recorded of it.
    package var source: String?
    /// How well its days are known; where they are not, they bound the month or the year that is.
    package var precision = Precision.day

    /// What is known of when a meeting was.
    package enum Precision: String, Sendable, Hashable, CaseIterable {
        case day, month, year
    }

    package init(
        id: String, kind: String, name: String, starts: CivilDate, ends: CivilDate, city: String? = nil,
        country: String? = nil, held: ClosedRange<CivilDate>? = nil, source: String? = nil,
        precision: Precision = .day
    ) {
        self.id = id
        self.kind = kind
        self.name = name
        self.starts = starts
        self.ends = ends
        self.city = city
        self.country = country
        self.held = held
        self.source = source
        self.precision = precision
    }
}
