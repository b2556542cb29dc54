import CanonicalJSON
package import CivilTime
import Lifecycle
package import LineProtocol

/// A meeting as a list tells of it, before it is known what it is called.
package struct MeetingPlan: Sendable, Hashable {
    package var kind: String
    package var starts: CivilDate
    package var ends: CivilDate
    /// How well the days are known, where they are not.
    package var precision: Verbs.Meeting.Precision?
    package var name: String?
    package var city: String?
    package var country: String?
    package var source: String?

    package init(kind: String, starts: CivilDate, ends: CivilDate) {
        self.kind = kind
        self.starts = starts
        self.ends = ends
    }

    /// What is said of it to its forum; nothing of what the list does not tell.
    package var change: Verbs.Meeting.Change {
        var change = Verbs.Meeting.Change()
        change.kind = .value(kind)
        change.starts = .value(starts)
        change.ends = .value(ends)
        change.precision = Said(isNamed: false, precision)
        change.name = Said(isNamed: false, name)
        change.city = Said(isNamed: false, city)
        change.country = Said(isNamed: false, country)
        change.source = Said(isNamed: false, source)
        return change
    }
}
