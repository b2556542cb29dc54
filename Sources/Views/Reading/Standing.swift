package import CivilTime
package import Proposals

extension ForumSnapshot {
    /// The forum as the bodies had decided by the end of a day, whenever it was recorded; the view's today is that day.
    package func standing(on day: CivilDate) -> ForumSnapshot {
        var past = self
        past.now = min(now, Instant(startOf: day).advanced(byMicroseconds: Instant.microsecondsPerDay - 1))
        past.proposals = proposals.compactMap { seen in
            seen.proposal.standing(on: day).map {
                SeenProposal($0, registry.lifecycles[$0.lifecycle.digest] ?? seen.definition, seen.readAccess)
            }
        }
        return past
    }
}

extension Proposal {
    /// The proposal as the bodies had decided by the end of a day (UTC), whenever it was recorded; nil where it was not drafted yet.
    ///
    /// Its text is the present one: a day of decision says nothing of texts.
    package func standing(on day: CivilDate) -> Proposal? {
        let began = min(draftedAt.date, moves.first?.decidedAt.date ?? draftedAt.date)
        guard began <= day || origin == .archive else { return nil }
        var past = self
        past.moves = moves.filter { $0.decidedAt.date <= day }
        past.facts = facts.filter { $0.decidedAt.date <= day }
        past.rounds = rounds.filter { $0.decidedAt.date <= day }
        past.migrations = migrations.filter { $0.recordedAt.date <= day }
        // The rules of before the first migration since.
        if let next = migrations.first(where: { $0.recordedAt.date > day }) { past.lifecycle = next.from }
        past.state = past.place ?? moves.first?.from ?? migrations.first?.state ?? state
        past.track = moves.count == past.moves.count ? track : past.rounds.last { $0.ended != .undone }?.track
        return past
    }

    /// Where the last of its moves and migrations brought it; nil where there is none.
    private var place: String? {
        guard let migration = migrations.last else { return moves.last?.to }
        return moves.last.map { $0.version > migration.version ? $0.to : migration.toState } ?? migration.toState
    }
}
