import LineProtocol
import ProposalService

extension Verbs.Migration: ReadHandling {
    func answer(_ service: ProposalService, to caller: Caller) async throws(ServiceFailure) -> ServiceAnswer {
        let asked = MigrationRequest(
            lifecycle: lifecycle, from: from, to: to, states: states ?? [:], after: after, limit: limit)
        return try await service.migrationPlan(forum, asked, caller)
    }
}
