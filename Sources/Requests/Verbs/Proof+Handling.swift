import LineProtocol
import ProposalService

extension Verbs.Proof: PublicReadHandling {
    func answer(_ service: ProposalService, to caller: Caller?) async throws(ServiceFailure) -> ServiceAnswer {
        let size = size.map { Int64($0) }
        let asked: ProofRequest =
            if let position {
                .inclusion(position: Int64(position), size: size)
            } else {
                .consistency(from: Int64(from ?? 0), to: to.map { Int64($0) })
            }
        return try await service.proof(asked, forum, caller)
    }
}
