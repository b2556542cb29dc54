import CanonicalJSON
import Lifecycle

extension Decider {
    /// Proposes to invite somebody outside the forum to one event: a decision of its own, over the roster of the last round.
    func invite(_ invitee: String, _ event: String) throws(Refusal) -> [EventDraft] {
        let rules = try rules()
        let actor = try actor(rules.roles, "propose an invitation")
        for (key, text) in [("invitee", invitee), ("event", event)] {
            guard definition.isText(text), text.utf8.count <= 500 else {
                throw .badField(key, "a text of at most 500 bytes is needed")
            }
        }
        guard rules.states.contains(proposal.state) else {
            let labels = rules.states.map { definition.state($0)?.label ?? $0 }.joined(separator: " or ")
            throw .unmet("state", "an invitation is proposed while a proposal is \(labels)", rule: rules.source)
        }
        if let named = context.registry.partners.values.first(where: { $0.id == invitee || $0.name == invitee }) {
            throw .badField("invitee", "\(named.name) is a partner and needs no invitation")
        }
        guard let roster = proposal.rounds.last(where: { $0.ended != .undone })?.roster else {
            throw .unmet("round", "\(proposal.ref) was never circulated, so there is no roster to decide")
        }
        if let same = proposal.invitations.first(where: {
            $0.invitee == invitee && $0.event == event && $0.outcome != .declined
        }) {
            throw .unmet("invitation", "invitation \(same.number) already asks this of the partners")
        }
        return [
            fact(
                .invitationProposed,
                [
                    "invitation": .integer(Int64(proposal.invitations.count + 1)), "invitee": .string(invitee),
                    "event": .string(event), "roster": .array(roster.map(\.json)),
                ], actor: actor)
        ]
    }

    /// A partner's position on an invitation.
    func takeOnInvitation(_ command: PositionCommand) throws(Refusal) -> [EventDraft] {
        let invitation = try openInvitation(command.invitation ?? 0)
        let speaker = try speaker(command.partner, command.relayed, invitation.roster)
        let decidedAt = try decidedAt(command.decidedAt)
        var data: JSONObject = [
            "invitation": .integer(Int64(invitation.number)), "partner": .string(speaker.partner),
            "text_digest": .string(proposal.textDigest),
        ]
        if let stance = command.stance {
            guard stance != .tacit else { throw .badField("stance", "a tacit position is never taken") }
            if definition.positions.reasonFor.contains(stance), !definition.isText(command.reason) {
                throw .badField("reason", "a \(stance.rawValue) needs a reason")
            }
            data["stance"] = .string(stance.rawValue)
            if let reason = command.reason { data["reason"] = .string(reason) }
            if let relayed = command.relayed { data["relayed"] = relayed.json }
        } else {
            guard invitation.positions[speaker.partner] != nil else {
                throw .unmet("position", "\(speaker.partner) has no position on this invitation")
            }
            data["retracted"] = true
        }
        return [fact(.invitationPosition, data, actor: speaker.actor, decidedAt: decidedAt)]
    }

    /// The decision of the meeting: agreed only with the consensus of every partner on the roster.
    func decideInvitation(
        _ number: Int, _ outcome: String, _ meeting: String?, _ given: Instant?
    ) throws(Refusal) -> [EventDraft] {
        let rules = try rules()
        let invitation = try openInvitation(number)
        let actor = try actor(rules.decidedBy, "record the decision on an invitation")
        guard let decision = Invitation.Outcome(rawValue: outcome) else {
            throw .badField("decision", "agreed or declined")
        }
        let decidedAt = try decidedAt(given)
        let view = RoundView(
            number: invitation.number, isOpen: true, closes: nil, roster: invitation.roster.map(\.partner),
            positions: invitation.positions.mapValues {
                PositionView(stance: $0.stance, reason: $0.reason, decidedAt: $0.decidedAt)
            })
        var circumstances = proposal.circumstances(
            definition, context, inputs: ["meeting": .optional(meeting)], decidedAt: decidedAt)
        circumstances.round = view
        let uses =
            [
                RequirementUse(
                    .meetingHeld(input: "meeting", kinds: rules.meetingKinds), source: rules.source,
                    label: "a meeting that was held"),
                RequirementUse(
                    .decidedDuringMeeting(input: "meeting"), source: rules.source, label: "decided at that meeting"),
            ]
            + (decision == .agreed
                ? [RequirementUse(.consensus, source: rules.source, label: "the consensus of all partners")] : [])
        let unmet = definition.findings(uses, roles: rules.decidedBy, circumstances).filter { !$0.isMet }
        guard unmet.isEmpty else {
            throw Refusal(.unmet, Decider.summary("the invitation cannot be decided yet", unmet), findings: unmet)
        }
        return [
            fact(
                .invitationDecided,
                [
                    "invitation": .integer(Int64(number)), "outcome": .string(outcome), "meeting": .optional(meeting),
                ], actor: actor, decidedAt: decidedAt)
        ]
    }

    private func rules() throws(Refusal) -> InvitationRules {
        guard let rules = definition.invitations else {
            throw Refusal(.notFound, "\(definition.id) knows no invitations")
        }
        return rules
    }

    private func openInvitation(_ number: Int) throws(Refusal) -> Invitation {
        guard let invitation = proposal.invitations.first(where: { $0.number == number }) else {
            throw Refusal(.notFound, "\(proposal.ref) has no invitation \(number)")
        }
        guard invitation.outcome == nil else {
            throw .unmet("invitation", "invitation \(number) is decided already")
        }
        return invitation
    }
}
