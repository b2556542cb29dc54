import LineProtocol
import ProposalService

extension Verbs.Replay: ReadHandling {
    func answer(_ service: ProposalService, to caller: Caller) async throws(ServiceFailure) -> ServiceAnswer {
        let history = try await service.replay(ref, version: version, at: at, caller)
        let shown = ShownProposal(history.record).fitting(within: service.limits.objectBytes)
        return ServiceAnswer(rows: history.rows, object: shown.object)
    }
}
