import LineProtocol
import ProposalService
import Proposals
import Record

extension Verbs.Fetch: TypedReadHandling {
    func typedAnswer(
        _ service: ProposalService, to caller: Caller
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        let part = try await service.fetch(ref, digest, offset: offset ?? 0, caller)
        var end = End()
        end.document.name = part.document.name
        end.document.type = part.document.type
        end.document.size = part.document.size
        end.document.digest = part.document.digest
        end.offset = part.offset
        end.data = Base64.encode(part.bytes)
        end.next = part.next
        return TypedAnswer(end: end)
    }
}
