import CanonicalJSON
import LineProtocol
import ProposalService

extension Verbs.Held: WriteHandling {
    func work() throws(ServiceFailure) -> WriteRequest.Work {
        .registry(forum: forum, .change(.held(meeting: meeting, starts: starts, ends: ends)))
    }
}
