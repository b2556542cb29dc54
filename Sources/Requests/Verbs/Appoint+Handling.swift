import LineProtocol
import ProposalService
import Proposals

extension Verbs.Appoint: WriteHandling {
    func work() throws(ServiceFailure) -> WriteRequest.Work {
        guard let end else {
            return .registry(forum: forum, .command(.appoint(account: account, appointment.command)))
        }
        return .registry(
            forum: forum, .command(.endAppointment(account: account, number: end, until: until?.instant)))
    }
}
