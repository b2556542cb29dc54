import LineProtocol
import ProposalService

extension Verbs.Why: ReadHandling {
    func answer(_ service: ProposalService, to caller: Caller) async throws(ServiceFailure) -> ServiceAnswer {
        try await service.why(ref, transition: transition, inputs: inputs, caller)
    }
}
