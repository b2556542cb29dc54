import LineProtocol
import ProposalService
import Proposals

extension Verbs.Listing: WriteHandling {
    func work() throws(ServiceFailure) -> WriteRequest.Work {
        guard let refs else {
            return .registry(forum: forum, .command(.submitList(group: group, year: year)))
        }
        return .registry(
            forum: forum, .drawList(group: group, year: year, refs: refs.map { RefText.canonical($0) }))
    }
}
