import CanonicalJSON
import CivilTime
import Proposals

extension ProposalQueries {
    /// SHOW with `round=`: what every partner said in one round of a proposal, the present one or an earlier, a row each.
    func round(
        _ number: Int, of ref: String, _ caller: Caller?
    ) async throws(ServiceFailure) -> SeenRound {
        let visible = try await records.visible(ref, caller)
        guard visible.readAccess == .everything else {
            throw ServiceFailure(.notFound, "there are no rounds of \(ref) that you can see")
        }
        guard let round = visible.proposal.rounds.last(where: { $0.number == number }) else {
            let known = visible.proposal.rounds.map { String($0.number) }
            throw ServiceFailure(
                .notFound,
                known.isEmpty
                    ? "\(ref) was never circulated"
                    : "\(ref) has no round \(number); it has \(known.joined(separator: ", "))",
                details: ["rounds": .array(visible.proposal.rounds.map { .integer(Int64($0.number)) })])
        }
        return SeenRound(record: SeenRecord(visible, now: visible.context.now), round: round)
    }
}
