import CanonicalJSON
import Lifecycle
import Proposals

extension Subject {
    /// What became of the days of an activity: what the newest fact with a `status` says. That it does not take place as announced is for
    /// whoever read the announcement.
    var calendarStatus: CalendarEntry.Status {
        guard let record = statusRecord else { return .confirmed }
        return record.inputs["status"]?.string.flatMap { CalendarEntry.Status(rawValue: $0) } ?? .confirmed
    }

    private var statusRecord: FactRecord? { proposal.facts.last { $0.inputs["status"] != nil } }
}
