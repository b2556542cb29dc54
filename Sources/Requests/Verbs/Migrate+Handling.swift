import LineProtocol
import ProposalService
import Proposals

extension Verbs.Migrate: WriteHandling {
    static var readsPastOffice: Bool { false }
    var seenVersion: Int? { version }

    func work() throws(ServiceFailure) -> WriteRequest.Work {
        let migration: Proposals.Migration
        do { migration = try Proposals.Migration(json: line) } catch {
            throw ServiceFailure(.badField, "this is not a line of a plan: \(error); make the plan with MIGRATION")
        }
        return .act(ref: ref, .migrate(migration, plan: plan))
    }
}
