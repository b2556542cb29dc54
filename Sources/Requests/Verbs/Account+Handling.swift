import LineProtocol
import ProposalService
import Proposals

extension Verbs.Account: WriteHandling {
    func work() throws(ServiceFailure) -> WriteRequest.Work {
        .registry(
            forum: forum,
            .openAccount(name: person, slug: account, appointments: appointments.map(\.command)))
    }
}
