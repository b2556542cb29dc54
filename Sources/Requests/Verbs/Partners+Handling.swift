import LineProtocol
import ProposalService
import Proposals

extension Verbs.Partners: TypedReadHandling {
    func typedAnswer(
        _ service: ProposalService, to caller: Caller
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        let partners = try await service.partners(forum, on: at, caller)
        return TypedAnswer(rows: partners.map { ShownPartner($0) }, end: End(count: partners.count))
    }
}
