import CanonicalJSON
import Lifecycle
import Proposals

/// What an answer says besides where the proposal stands.
extension BatchState {
    /// The position that stands, where one was only said again.
    func standing(
        _ command: StatedPosition, _ proposal: Proposal, _ definition: LifecycleDefinition, _ pending: PendingWrite
    ) -> JSONValue {
        let speakers = definition.role(definition.positions.role)?.heldBy ?? []
        let offices = Access.offices(pending.caller, registries, forum, loaded.now)
        let own = offices.first { speakers.contains($0.role) && $0.partner != nil }?.partner
        guard let partner = command.partner ?? own else { return .null }
        let position =
            command.invitation.map { number in
                proposal.invitations.first { $0.number == number }?.positions[partner]
            } ?? proposal.openRound?.positions[partner]
        guard let position else { return .null }
        return [
            "partner": .string(partner), "stance": .string(position.stance.rawValue),
            "decided_at": .string(position.decidedAt.description),
            "recorded_at": .string(position.recordedAt.description), "version": .integer(Int64(position.version)),
        ]
    }

    /// The deadline of the round before, where a new round has none.
    func droppedDeadline(_ drafts: [EventDraft], _ before: Proposal) -> Instant? {
        guard let round = drafts.last?.body(Event.Moved.self)?.circulation, round.closes == nil else { return nil }
        return before.openRound?.closes
    }
}
