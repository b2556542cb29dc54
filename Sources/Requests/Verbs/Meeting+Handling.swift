import CanonicalJSON
import LineProtocol
import ProposalService
import Proposals

extension Verbs.Meeting: TypedReadHandling, WriteHandling {
    func typedAnswer(
        _ service: ProposalService, to caller: Caller
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        TypedAnswer(end: ShownMeeting(try await service.meeting(meeting, forum, caller)))
    }

    func work() throws(ServiceFailure) -> WriteRequest.Work {
        let change = change ?? Change()
        var meeting = MeetingChange(id: meeting)
        meeting.kind = change.kind
        meeting.name = change.name
        meeting.starts = change.starts
        meeting.ends = change.ends
        meeting.city = change.city
        meeting.country = change.country
        meeting.source = change.source
        meeting.precision = change.precision.mapped { $0.known }
        return .registry(forum: forum, .change(.meeting(meeting)))
    }
}

extension Verbs.Meeting.Precision {
    /// The same as the record has it.
    fileprivate var known: Proposals.Meeting.Precision {
        switch self {
        case .day: .day
        case .month: .month
        case .year: .year
        }
    }
}
