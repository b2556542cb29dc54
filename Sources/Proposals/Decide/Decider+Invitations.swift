import CanonicalJSON
import CivilTime
import Lifecycle
import Wording

extension Decider {
    /// Proposes to invite somebody outside the forum to one event: a decision of its own, over the roster of the last round.
    func invite(_ invitee: String, _ event: String, _ given: Instant?) throws(Refusal) -> [EventDraft] {
        let rules = try rules()
        let actor = try actor(rules.roles, InvitationSentence.toPropose)
        let decidedAt = try decidedAt(given)
        let (invitee, event) = (try invited(invitee, "invitee"), try invited(event, "event"))
        try mustBeInState(rules, InvitationSentence.isProposed)
        let name = invitee.lowercased()
        if let named = context.registry.partners.values.first(where: {
            $0.id.lowercased() == name || $0.name.lowercased() == name
        }) {
            throw .badField("invitee", "\(named.name) is a partner and needs no invitation")
        }
        guard let circulated = proposal.rounds.last(where: { $0.ended != .undone }), !circulated.roster.isEmpty else {
            throw .unmet("round", Reason(InvitationSentence.neverCirculated, ["ref": .text(proposal.ref)]))
        }
        try mustFollow(circulated.decidedAt, decidedAt, "the circulation")
        let roster = circulated.roster
        if let same = proposal.invitations.first(where: {
            $0.invitee == invitee && $0.event == event && $0.outcome != .declined
        }) {
            throw .unmet("invitation", Reason(InvitationSentence.alreadyAsked, ["number": .number(same.number)]))
        }
        return [
            fact(
                Event.InvitationProposed(
                    invitation: proposal.invitations.count + 1, invitee: invitee, event: event, roster: roster),
                actor: actor, decidedAt: decidedAt)
        ]
    }

    /// What is recorded already may have several lines, and characters that are not seen.
    private func invited(_ text: String, _ key: String) throws(Refusal) -> String {
        context.isRecorded
            ? try PlainText.checked(text, key, limit: 500) : try PlainText.name(text.trimmed, key, limit: 500)
    }

    /// A partner's position on an invitation.
    func takeOnInvitation(_ command: StatedPosition) throws(Refusal) -> [EventDraft] {
        let rules = try rules()
        try mustSpeak(command.relayed)
        let invitation = try openInvitation(command.invitation ?? 0)
        try mustBeInState(rules, InvitationSentence.positionsAreTaken)
        let speaker = try speaker(command.partner, command.relayed, invitation.roster)
        if let relayed = command.relayed {
            try mustFollow(invitation.decidedAt, relayed.receivedAt, "the invitation", key: "relayed")
        }
        let decidedAt = try decidedAt(command.decidedAt ?? command.relayed?.receivedAt)
        try mustFollow(invitation.decidedAt, decidedAt, "the invitation")
        try mustPrecede(command.relayed, decidedAt)
        let present = invitation.positions[speaker.partner]
        if let present { try mustFollow(present.decidedAt, decidedAt, "the position that stands") }
        if let present, try stands(present, command) { return [] }
        let said = Event.InvitationPosition(
            invitation: invitation.number, partner: speaker.partner, stance: command.stance,
            words: try words(command, command.stance), since: command.stance.flatMap { since(present, $0) },
            textDigest: proposal.textDigest)
        guard command.stance != nil || present != nil else {
            throw .unmet(
                "position", Reason(InvitationSentence.nothingToRetract, ["partner": .text(speaker.partner)]))
        }
        return [fact(said, actor: speaker.actor, decidedAt: decidedAt)]
    }

    /// The decision of the meeting: agreed only with the consensus of every partner on the roster.
    func decideInvitation(
        _ number: Int, _ outcome: String, _ meeting: String?, _ given: Instant?
    ) throws(Refusal) -> [EventDraft] {
        let rules = try rules()
        let actor = try actor(rules.decidedBy, InvitationSentence.toDecide)
        let invitation = try openInvitation(number)
        try mustBeInState(rules, InvitationSentence.isDecided)
        guard let decision = Invitation.Outcome(rawValue: outcome) else {
            throw .badField("decision", "agreed or declined")
        }
        let decidedAt = try decidedAt(given)
        try mustFollow(invitation.decidedAt, decidedAt, "the invitation")
        let unmet = findings(on: invitation, decision, meeting, decidedAt, rules).filter { !$0.isMet }
        guard unmet.isEmpty else {
            throw Refusal(.unmet, Decider.summary("the invitation cannot be decided yet", unmet), findings: unmet)
        }
        return [
            fact(
                Event.InvitationDecided(invitation: number, outcome: decision, meeting: meeting), actor: actor,
                decidedAt: decidedAt)
        ]
    }

    /// Every condition of a decision on an invitation.
    func findings(
        on invitation: Invitation, _ decision: Invitation.Outcome, _ meeting: String?, _ decidedAt: Instant,
        _ rules: InvitationRules
    ) -> [Finding] {
        var circumstances = proposal.circumstances(
            definition, context, inputs: ["meeting": .optional(meeting)], decidedAt: decidedAt)
        circumstances.round = RoundView(
            number: invitation.number, isOpen: true, closes: nil, roster: invitation.roster.map(\.partner),
            positions: invitation.positions.mapValues(\.view))
        var uses = [
            RequirementUse(
                MeetingHeld(input: "meeting", kinds: rules.meetingKinds), source: rules.source,
                label: "a meeting that was held"),
            RequirementUse(
                DecidedDuringMeeting(input: "meeting"), source: rules.source, label: "decided at that meeting"),
        ]
        if decision == .agreed {
            uses.append(RequirementUse(FullConsensus(), source: rules.source, label: "the consensus of all partners"))
        }
        uses += ownPartnerRules(rules).filter { definition.applies($0, circumstances) }
        let findings = definition.findings(uses, roles: rules.decidedBy, circumstances)
        guard decision == .declined, invitation.positions.isEmpty else { return findings }
        return findings + [
            Finding(
                rule: rules.source, requirement: "heard", label: "a partner was heard on it", isMet: false,
                Reason(InvitationSentence.nobodyHeard, ["number": .number(invitation.number)]),
                who: definition.speakers(invitation.notHeard), subjects: invitation.notHeard)
        ]
    }

    /// Where those who decide may not decide on what their own partner proposed, that holds for its invitations too.
    private func ownPartnerRules(_ rules: InvitationRules) -> [RequirementUse] {
        let transitions = definition.transitions.filter { !Set($0.roles).isDisjoint(with: rules.decidedBy) }
        let uses = transitions.flatMap(\.requirements).filter { $0.requirement is NotOwnPartner }
        return uses.first.map {
            [RequirementUse($0.requirement, source: $0.source, label: $0.label, isHouseRule: $0.isHouseRule)]
        } ?? []
    }

    func rules() throws(Refusal) -> InvitationRules {
        guard let rules = definition.invitations else {
            throw Refusal(.notFound, "\(definition.id) has no invitations")
        }
        return rules
    }

    func mustBeInState(_ rules: InvitationRules, _ doing: InvitationSentence) throws(Refusal) {
        guard !rules.states.contains(proposal.state) else { return }
        let labels = rules.states.map { definition.state($0)?.label ?? $0 }
        throw .unmet("state", notNow(Reason(doing), labels), rule: rules.source)
    }

    func openInvitation(_ number: Int) throws(Refusal) -> Invitation {
        guard let invitation = proposal.invitations.first(where: { $0.number == number }) else {
            throw Refusal(.notFound, "\(proposal.ref) has no invitation \(number)")
        }
        guard invitation.outcome == nil else {
            throw .unmet("invitation", Reason(InvitationSentence.alreadyDecided, ["number": .number(number)]))
        }
        return invitation
    }
}
