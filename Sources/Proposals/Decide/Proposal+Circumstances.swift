package import CanonicalJSON
package import CivilTime
package import Lifecycle

extension Proposal {
    /// What requirements may look at, for an act by the context's actor.
    package func circumstances(
        _ definition: LifecycleDefinition, _ context: Context, inputs: JSONObject = [:], decidedAt: Instant? = nil,
        track: String? = nil, text: JSONObject? = nil
    ) -> Circumstances {
        let text = text ?? fields
        let registry = context.registry
        var views: [String: FactView] = [:]
        for fact in facts {
            views[fact.fact] = FactView(inputs: fact.inputs, decidedAt: fact.decidedAt, version: fact.version)
        }
        // Of the partners that the text names: as they were frozen for the round, or else as they are now.
        var attributes: [String: [String: String]] = [:]
        for member in text.members {
            guard case .array = member.value, definition.form.field(member.key) != nil else { continue }
            for partner in LifecycleDefinition.partners(in: member.value) {
                let frozen = openRound?.roster.first { $0.partner == partner }
                attributes[partner] = frozen?.attributes ?? registry.partners[partner]?.attributes
            }
        }
        var circumstances = Circumstances(
            state: state, track: definition.track(of: text) ?? track ?? self.track, fields: text, inputs: inputs,
            proposer: proposer,
            offices: context.offices, now: context.now, decidedAt: decidedAt ?? context.now, lastMove: lastMove,
            round: roundView, facts: views, meetings: meetings(namedIn: inputs, registry),
            partnerAttributes: attributes, duplicateCandidates: duplicates(among: context, definition),
            disabledHouseRules: Set(registry.settings?.disabledHouseRules ?? []))
        if context.isByBody {
            let offices = registry.settings?.offices ?? [:]
            circumstances.forumRoles = Set(offices.filter { $0.value == .forum }.keys)
        } else {
            circumstances.judgedAt = context.now
        }
        return circumstances
    }

    /// Makes what requirements may look at without an act what they may look at with one that leaves the text as it is.
    func give(
        _ inputs: JSONObject, decidedAt: Instant, track: String?, to circumstances: inout Circumstances,
        _ definition: LifecycleDefinition, _ context: Context
    ) {
        circumstances.inputs = inputs
        circumstances.decidedAt = decidedAt
        circumstances.judgedAt = context.isByBody ? decidedAt : context.now
        circumstances.meetings = meetings(namedIn: inputs, context.registry)
        if let track { circumstances.track = definition.track(of: fields) ?? track }
    }

    /// The meetings that inputs name; no requirement asks of another one.
    private func meetings(namedIn inputs: JSONObject, _ registry: Registry) -> [String: MeetingView] {
        var named: [String: MeetingView] = [:]
        for member in inputs.members {
            if let id = member.value.string { named[id] = registry.meetings[id]?.view }
        }
        return named
    }

    /// The open round. One that is not on the present text, or has nobody on its roster, gives no consensus.
    private var roundView: RoundView? {
        guard let round = openRound else { return nil }
        var view = round.view
        view.isOpen = round.textDigest == textDigest && !round.roster.isEmpty
        return view
    }

    /// The refs of proposals that look like this one. Itself and an earlier edition that it names are none.
    func duplicates(among context: Context, _ definition: LifecycleDefinition) -> [String] {
        let known = definition.form.fields.filter { $0.type == .reference }.compactMap { fields[$0.key]?.string }
        var result: [String] = []
        for candidate in context.duplicateCandidates.map(\.ref)
        where candidate != ref && !known.contains(candidate) && !result.contains(candidate) {
            result.append(candidate)
        }
        return result
    }

    /// The last move that moved; whether it can still be undone depends on whether an undo followed.
    private var lastMove: LastMove? {
        guard let move = standingMove, let office = move.actor.office else { return nil }
        return LastMove(
            transition: move.transition, from: move.from, decidedAt: move.decidedAt, office: office,
            isUndoable: moves.last?.version == move.version && !isBeforeMigration(move), version: move.version)
    }

    /// The track that the proposal is on: the value of the field that says so, or the one that a circulation chose.
    package func track(under definition: LifecycleDefinition) -> String? {
        definition.track(of: fields) ?? track
    }
}

extension Round {
    package var view: RoundView {
        // Once the deadline is noted, what silence meant stands as tacit positions; before that, receipts up to it count.
        let receipts =
            deadlineNoted ? [:] : acknowledged.filter { receipt in closes.map { receipt.value <= $0 } ?? true }
        return RoundView(
            number: number, isOpen: isOpen, closes: closes, roster: roster.map(\.partner),
            positions: positions.mapValues(\.view), acknowledged: Set(receipts.keys))
    }
}

extension Position {
    package var view: PositionView { PositionView(stance: stance, reason: reason, decidedAt: since ?? decidedAt) }
}

extension Meeting {
    package var view: MeetingView { MeetingView(kind: kind, name: name, held: held) }
}
