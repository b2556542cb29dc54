package import CanonicalJSON
package import Lifecycle

extension Proposal {
    /// What requirements may look at, for an act by the context's actor.
    package func circumstances(
        _ definition: LifecycleDefinition, _ context: Context, inputs: JSONObject = [:], decidedAt: Instant? = nil,
        track: String? = nil
    ) -> Circumstances {
        let registry = context.registry
        var views: [String: FactView] = [:]
        for fact in facts { views[fact.fact] = FactView(inputs: fact.inputs, decidedAt: fact.decidedAt) }
        // Attributes as they were frozen for the round; the forum's present ones for what stands outside it.
        var attributes = registry.partners.mapValues(\.attributes)
        for entry in openRound?.roster ?? [] { attributes[entry.partner] = entry.attributes }
        return Circumstances(
            state: state, track: track ?? self.track, fields: fields, inputs: inputs, proposer: proposer ?? "",
            offices: context.offices, now: context.now, decidedAt: decidedAt ?? context.now, lastMove: lastMove,
            round: openRound?.view, facts: views, meetings: registry.meetings.mapValues(\.view),
            partnerAttributes: attributes, duplicateCandidates: context.duplicateCandidates.map(\.ref),
            disabledHouseRules: Set(registry.settings?.disabledHouseRules ?? []))
    }

    /// The last move that moved; whether it can still be undone depends on whether an undo followed.
    private var lastMove: LastMove? {
        guard let move = moves.last(where: \.isUndoable), let office = move.actor.office else { return nil }
        return LastMove(
            transition: move.transition, from: move.from, decidedAt: move.decidedAt, office: office,
            isUndoable: moves.last?.version == move.version)
    }
}

extension Round {
    package var view: RoundView {
        RoundView(
            number: number, isOpen: isOpen, closes: closes, roster: roster.map(\.partner),
            positions: positions.mapValues {
                PositionView(stance: $0.stance, reason: $0.reason, decidedAt: $0.decidedAt)
            }, acknowledged: Set(acknowledged.keys))
    }
}

extension Meeting {
    package var view: MeetingView { MeetingView(kind: kind, name: name, held: held) }
}
