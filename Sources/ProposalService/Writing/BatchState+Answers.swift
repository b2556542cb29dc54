import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals

/// What a write is answered.
extension BatchState {
    /// Where a write left a proposal.
    func changed(_ ref: String, _ drafts: [EventDraft]) throws(ServiceFailure) -> ChangedProposal {
        guard let proposal = proposals[ref] else { throw ServiceFailure(.internalError, "\(ref) was not folded") }
        return ChangedProposal(
            ref: ref, state: proposal.state, version: proposal.version, revision: proposal.revision,
            origin: proposal.origin, round: proposal.openRound?.number, events: drafts.map(\.kind),
            recordedAt: proposal.recordedAt, mark: registry.settings?.mark)
    }

    /// Where a write left the registry.
    func changedRegistry(_ drafts: [EventDraft]) -> ChangedRegistry {
        ChangedRegistry(
            forum: forum, version: registry.version, events: drafts.map(\.kind), mark: registry.settings?.mark)
    }

    /// What there is to tell of an act on a proposal, which was as it is given before.
    func detail(
        of command: Command, _ drafts: [EventDraft], _ before: Proposal, _ definition: LifecycleDefinition,
        _ pending: PendingWrite
    ) -> ProposalDetail {
        switch command {
        case .revise(let fields, _, _):
            .revised(
                drafts.last?.body(Event.Revised.self)?.effect,
                textDigest: proposals[before.ref]?.textDigest ?? before.textDigest,
                keptAs: keptOtherwise(fields, drafts, definition))
        case .takePosition(let position) where drafts.isEmpty:
            .saidAgain(standing(position, before, definition, pending))
        case .invite: .invited(drafts.last?.body(Event.InvitationProposed.self)?.invitation)
        case .draft, .importRecord, .contestRevision, .contestPosition, .advance, .takePosition, .acknowledge,
            .recordFact, .note, .moveDeadline, .decideInvitation, .migrate, .file, .noteDeadline:
            .nothing
        }
    }

    /// The position that stands, where one was only said again.
    private func standing(
        _ command: StatedPosition, _ proposal: Proposal, _ definition: LifecycleDefinition, _ pending: PendingWrite
    ) -> StandingPosition? {
        let speakers = definition.role(definition.positions.role)?.heldBy ?? []
        let offices = Access.offices(pending.caller, registries, forum, loaded.now)
        let own = offices.first { speakers.contains($0.role) && $0.partner != nil }?.partner
        guard let partner = command.partner ?? own else { return nil }
        let position =
            command.invitation.map { number in
                proposal.invitations.first { $0.number == number }?.positions[partner]
            } ?? proposal.openRound?.positions[partner]
        return position.map {
            StandingPosition(
                partner: partner, stance: $0.stance, decidedAt: $0.decidedAt, recordedAt: $0.recordedAt,
                version: $0.version)
        }
    }

    /// The deadline of the round before, where a new round has none.
    func droppedDeadline(_ drafts: [EventDraft], _ before: Proposal) -> Instant? {
        guard let round = drafts.last?.body(Event.Moved.self)?.circulation, round.closes == nil else { return nil }
        return before.openRound?.closes
    }
}
