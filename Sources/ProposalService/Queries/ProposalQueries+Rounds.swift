import CanonicalJSON
import Lifecycle
import Proposals

extension ProposalQueries {
    /// SHOW with `round=`: what every partner said in one round of a proposal, the present one or an earlier, a row each.
    func round(
        _ number: Int, of ref: String, _ caller: Caller?
    ) async throws(ServiceFailure) -> ServiceAnswer {
        let visible = try await records.visible(ref, caller)
        guard visible.readAccess == .everything else {
            throw ServiceFailure(.notFound, "there are no rounds of \(ref) that you can see")
        }
        let view = ProposalView(
            proposal: visible.proposal, definition: visible.definition, registry: visible.context.registry,
            personal: [:], now: visible.context.now)
        guard let round = visible.proposal.rounds.last(where: { $0.number == number }) else {
            let known = visible.proposal.rounds.map { String($0.number) }
            throw ServiceFailure(
                .notFound,
                known.isEmpty
                    ? "\(ref) was never circulated"
                    : "\(ref) has no round \(number); it has \(known.joined(separator: ", "))",
                details: ["rounds": .array(visible.proposal.rounds.map { .integer(Int64($0.number)) })])
        }
        var object = view.summary(round)
        object["ref"] = .string(ref)
        object["forum"] = .string(visible.proposal.forum)
        object["lifecycle"] = .object(visible.proposal.lifecycle.json)
        object["version"] = .integer(Int64(visible.proposal.version))
        object["recorded_at"] = .string(visible.proposal.recordedAt.description)
        object["not_heard"] = .strings(round.notHeard)
        object["acknowledged"] = .strings(round.acknowledged.keys.sorted())
        if let mark = visible.context.registry.settings?.mark { object["mark"] = .string(mark) }
        let rows = round.positions.sorted { $0.key < $1.key }.map { partner, position -> JSONObject in
            var row = view.position(partner, position, round)
            row["stance"] = .string(position.stance.rawValue)
            return row
        }
        object["count"] = .integer(Int64(rows.count))
        return ServiceAnswer(rows: rows, object: object)
    }
}
