import LineProtocol
import ProposalService

extension Verbs.Checkpoint: PublicReadHandling {
    func answer(_ service: ProposalService, to caller: Caller?) async throws(ServiceFailure) -> ServiceAnswer {
        let choice = size.map { CheckpointChoice.size(Int64($0)) } ?? (witnessed ? .newestWitnessed : .newest)
        return try await service.checkpoint(forum, choice, caller)
    }
}
