import CanonicalJSON
import LineProtocol
import ProposalService
import Proposals

extension Verbs.Contact: WriteHandling {
    func work() throws(ServiceFailure) -> WriteRequest.Work { .registry(forum: forum, try change()) }

    private func change() throws(ServiceFailure) -> RegistryWork {
        if circulate { return .command(.circulateContacts) }
        if let end {
            guard let until else { throw .wrong("until", "CONTACT needs it") }
            return .command(.endContact(number: end, until: until))
        }
        guard let from else { throw .wrong("from", "CONTACT needs it") }
        return .setContact(
            ContactPoint(
                subject: subject, about: about, partner: partner, nameCommitment: "", from: from, until: until),
            name: person, address: address, body: body)
    }
}
