import LineProtocol
import Proposals

extension ShownMeeting {
    init(_ meeting: Meeting) {
        self.init()
        id = meeting.id
        kind = meeting.kind
        name = meeting.name
        starts = meeting.starts
        ends = meeting.ends
        city = meeting.city
        country = meeting.country
        source = meeting.source
        precision = Verbs.Meeting.Precision(meeting.precision)
        held = meeting.held.map { ShownDays($0.lowerBound, $0.upperBound) }
    }
}

extension Verbs.Meeting.Precision {
    /// Nil where its days are known.
    fileprivate init?(_ precision: Proposals.Meeting.Precision) {
        switch precision {
        case .day: return nil
        case .month: self = .month
        case .year: self = .year
        }
    }
}
