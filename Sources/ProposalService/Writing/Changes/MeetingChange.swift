package import CanonicalJSON
package import CivilTime
package import Proposals

/// What a request says of a meeting's plan; what it does not name stays.
package struct MeetingChange: Sendable, Hashable {
    package var id: String
    package var kind: Said<String> = .nothing
    package var name: Said<String> = .nothing
    package var starts: Said<CivilDate> = .nothing
    package var ends: Said<CivilDate> = .nothing
    package var city: Said<String> = .nothing
    package var country: Said<String> = .nothing
    package var source: Said<String> = .nothing
    package var precision: Said<Meeting.Precision> = .nothing

    package init(id: String) { self.id = id }

    /// The plan as it is afterwards. A meeting without a name is called by its id, one without a last day ends on its first, and days that
    /// are given without how well they are known are full days. One of a single day, or of which no day was known, stays of one day
    /// where only the first is given.
    func over(_ present: Meeting?) throws(ServiceFailure) -> Meeting {
        let starts = try starts.over(needed: present?.starts, "starts", "MEETING")
        let hasLastDay =
            present.map { $0.starts != $0.ends && ($0.precision == .day || precision != .nothing) } ?? false
        let presentEnd = self.starts == .nothing || hasLastDay ? present?.ends : nil
        var meeting = Meeting(
            id: id, kind: try kind.over(needed: present?.kind, "kind", "MEETING"),
            name: name.over(present?.name) ?? id, starts: starts, ends: ends.over(presentEnd) ?? starts,
            city: city.over(present?.city), country: country.over(present?.country),
            source: source.over(present?.source))
        let namesDays = self.starts != .nothing || ends != .nothing
        meeting.precision = precision.over(namesDays ? nil : present?.precision) ?? .day
        return meeting
    }
}
