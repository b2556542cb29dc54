import LineProtocol
import ProposalService

extension Verbs.Cosign: TypedPublicReadHandling {
    func typedAnswer(
        _ service: ProposalService, to caller: Caller?
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        let seen = try await service.cosign(forum, size: Int64(size), line: line, caller)
        var end = End()
        end.forum = forum
        end.size = size
        end.witness = seen.witness
        end.isNew = seen.isNew
        end.at = seen.at
        end.isWitnessed = seen.isWitnessed
        return TypedAnswer(end: end)
    }
}
