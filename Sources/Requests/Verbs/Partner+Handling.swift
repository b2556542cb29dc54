import LineProtocol
import ProposalService

extension Verbs.Partner: TypedReadHandling, WriteHandling {
    func typedAnswer(
        _ service: ProposalService, to caller: Caller
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        TypedAnswer(end: ShownPartner(try await service.partner(partner, forum, caller)))
    }

    func work() throws(ServiceFailure) -> WriteRequest.Work {
        let change = change ?? Change()
        return .registry(
            forum: forum,
            .change(
                .partner(
                    PartnerChange(
                        id: partner, name: change.name, attributes: change.attributes, joined: change.joined,
                        left: change.left))))
    }
}
