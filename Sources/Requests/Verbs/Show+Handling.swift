import Lifecycle
import LineProtocol
import ProposalService
import Proposals

extension Verbs.Show: PublicReadHandling {
    static var size: ReadTurns.Size { .kept }

    func answer(_ service: ProposalService, to caller: Caller?) async throws(ServiceFailure) -> ServiceAnswer {
        if let round { return .typed(try await typedAnswer(service, round, to: caller)) }
        let seen = try await service.show(ref, caller)
        let bytes = service.keptAnswers.answer(seen) {
            End(ShownProposal(seen).fitting(within: service.limits.objectBytes)).object
        }
        return .made(.written(bytes))
    }

    private func typedAnswer(
        _ service: ProposalService, _ round: Int, to caller: Caller?
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        let seen = try await service.round(round, of: ref, caller)
        let rows = seen.round.positions.sorted { $0.key < $1.key }.map { partner, position in
            var row = ShownPosition(partner, position, in: seen.round)
            row.stance = position.stance.rawValue
            return row
        }
        return TypedAnswer(rows: rows, end: End(Round(seen)))
    }
}

extension Verbs.Show.Round {
    init(_ seen: SeenRound) {
        let proposal = seen.record.proposal
        self.init()
        summary = ShownRound(seen.round, seen.record)
        ref = proposal.ref
        forum = proposal.forum
        lifecycle = ShownLifecycle(proposal.lifecycle)
        version = proposal.version
        recordedAt = proposal.recordedAt
        notHeard = seen.round.notHeard
        acknowledged = seen.round.acknowledged.keys.sorted()
        mark = seen.record.mark
        count = seen.round.positions.count
    }
}
