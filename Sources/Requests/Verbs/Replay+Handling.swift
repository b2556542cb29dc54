import LineProtocol
import ProposalService

extension Verbs.Replay: ReadHandling {
    func answer(_ service: ProposalService, to caller: Caller) async throws(ServiceFailure) -> ServiceAnswer {
        try await service.replay(ref, version: version, at: at, caller)
    }
}
