import CanonicalJSON
import Lifecycle
import Proposals

/// What one proposal asks of the holder of some offices. Pure.
struct Inbox {
    let proposal: Proposal
    let definition: LifecycleDefinition
    let context: Context

    var items: [InboxItem] { positions + invitations + moves + facts }

    private func item(
        _ what: String, _ why: String, transition: String? = nil, partner: String? = nil
    ) -> InboxItem {
        InboxItem(
            ref: proposal.ref, title: proposal.fields["title"]?.string ?? "", state: proposal.state, what: what,
            why: why, transition: transition, partner: partner, closes: proposal.openRound?.closes,
            since: proposal.moves.last?.recordedAt ?? proposal.openedAt)
    }

    /// Positions that are not yet taken, and editorial changes made after one was.
    private var positions: [InboxItem] {
        guard let round = proposal.openRound, definition.state(proposal.state)?.takesPositions ?? false,
            definition.positions.tracks.isEmpty || round.track.map(definition.positions.tracks.contains) ?? true
        else { return [] }
        let speakers = definition.role(definition.positions.role)?.heldBy ?? []
        var items: [InboxItem] = []
        var seen: Set<String> = []
        for office in context.offices where speakers.contains(office.role) {
            guard let partner = office.partner, round.contains(partner), seen.insert(partner).inserted else { continue }
            if let position = round.positions[partner] {
                if position.relayed != nil {
                    items.append(
                        item(
                            "contest",
                            "\(position.stance.rawValue) was relayed for \(partner); contest it, or take the position yourself",
                            partner: partner))
                    continue
                }
                guard position.textDigest != round.textDigest else { continue }
                items.append(
                    item(
                        "contest",
                        "the text was revised editorially after \(partner)'s position; contest it or let it stand",
                        partner: partner))
            } else {
                items.append(item("position", "\(partner) is not yet heard in round \(round.number)", partner: partner))
            }
        }
        return items
    }

    /// Open invitations: on which a partner is not yet heard, or which all agree to and nobody decided.
    private var invitations: [InboxItem] {
        guard let rules = definition.invitations, rules.states.contains(proposal.state) else { return [] }
        let speakers = definition.role(definition.positions.role)?.heldBy ?? []
        let mayDecide =
            definition.office(in: proposal.circumstances(definition, context), roles: rules.decidedBy) != nil
        var items: [InboxItem] = []
        for invitation in proposal.invitations where invitation.outcome == nil {
            var seen: Set<String> = []
            for office in context.offices where speakers.contains(office.role) {
                guard let partner = office.partner, invitation.notHeard.contains(partner), seen.insert(partner).inserted
                else { continue }
                items.append(
                    item("\(partner) is not yet heard on invitation \(invitation.number)", invitation, partner))
            }
            let isAgreed = invitation.roster.allSatisfy { entry in
                invitation.positions[entry.partner].map { definition.consensus.counts($0.stance) } ?? false
            }
            if mayDecide, isAgreed {
                items.append(item("all partners agree to invitation \(invitation.number)", invitation, nil))
            }
        }
        return items
    }

    private func item(_ why: String, _ invitation: Invitation, _ partner: String?) -> InboxItem {
        var item = item("invitation", why + ": \(invitation.invitee), to \(invitation.event)", partner: partner)
        item.closes = nil
        item.since = invitation.decidedAt
        item.invitation = invitation.number
        return item
    }

    /// Forward moves that the caller may make: one's own proposal always, another's once only the act itself is missing.
    private var moves: [InboxItem] {
        let judge = Judge(proposal: proposal, definition: definition, context: context)
        var items: [InboxItem] = []
        for transition in definition.transitions where isForward(transition) || needsNewRound(transition) {
            guard let verdict = try? judge.verdict(on: transition, inputs: [:]) else { continue }
            let unmet = verdict.unmet.filter { !isSuppliedWithTheAct($0, transition) }
            guard !unmet.contains(where: { $0.requirement == "state" || $0.requirement == "role" }) else { continue }
            let own = transition.roles.contains { isOwn(definition.role($0)?.scope) }
            guard unmet.isEmpty || own else { continue }
            let why = unmet.first?.detail ?? "\"\(transition.label)\" is possible now"
            var item = item(transition.id, why, transition: transition.id)
            item.due = due(transition.requirements)
            items.append(item)
        }
        return items
    }

    private func due(_ requirements: [RequirementUse]) -> CivilDate? {
        definition.dueDay(requirements, in: proposal.circumstances(definition, context))
    }

    private func isOwn(_ scope: RoleDefinition.Scope?) -> Bool {
        switch scope {
        case .proposingPartner, .partnersIn: true
        case .forum, .rosterPartner, nil: false
        }
    }

    private func isForward(_ transition: TransitionDefinition) -> Bool {
        guard transition.effect == .none || transition.effect == .openRound, let to = transition.to,
            let target = definition.states.firstIndex(where: { $0.id == to }),
            let present = definition.states.firstIndex(where: { $0.id == proposal.state })
        else { return false }
        return transition.from.contains(proposal.state) && target > present
    }

    /// A new round is needed where the text changed under positions.
    private func needsNewRound(_ transition: TransitionDefinition) -> Bool {
        transition.effect == .openRound && transition.from.contains(proposal.state) && proposal.openRound == nil
            && !proposal.rounds.isEmpty
    }

    /// What the actor gives with the act is not missing before it.
    private func isSuppliedWithTheAct(_ finding: Finding, _ transition: TransitionDefinition) -> Bool {
        finding.requirement == "input"
            || (!finding.subjects.isEmpty
                && finding.subjects.allSatisfy { subject in
                    subject == "decided_at" || transition.inputs.contains { $0.key == subject }
                })
    }

    /// Facts that a forward move waits for and that the caller may record, or that only the act itself lacks; one that is due
    /// again and again waits from each time to the next.
    private var facts: [InboxItem] {
        let judge = Judge(proposal: proposal, definition: definition, context: context)
        return definition.facts.compactMap { fact in
            let due = due(fact.requirements)
            guard !fact.isVoluntary, proposal.fact(fact.id) == nil || due != nil,
                let verdict = try? judge.verdict(on: fact, inputs: [:])
            else {
                return nil
            }
            let unmet = verdict.unmet.filter { finding in
                finding.requirement != "input"
                    && !(finding.subjects.contains { subject in fact.inputs.contains { $0.key == subject } })
            }
            guard unmet.isEmpty else { return nil }
            var item = item(fact.id, "\"\(fact.label)\" can be recorded", transition: nil)
            item.due = due
            return item
        }
    }
}
