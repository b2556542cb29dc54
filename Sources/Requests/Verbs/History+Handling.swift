import CanonicalJSON
import LineProtocol
import ProposalService

extension Verbs.History: ReadHandling {
    func answer(_ service: ProposalService, to caller: Caller) async throws(ServiceFailure) -> ServiceAnswer {
        let history = try await service.history(ref, after: after ?? 0, limit: limit, caller)
        var end = ShownProposal(history.record).fitting(within: service.limits.objectBytes).object
        end["count"] = .integer(Int64(history.rows.count))
        end["next"] = history.next.map { .integer(Int64($0)) } ?? .null
        return ServiceAnswer(rows: history.rows, object: end)
    }
}
