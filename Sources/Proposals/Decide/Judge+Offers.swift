import CanonicalJSON
import CivilTime
package import Lifecycle

extension Judge {
    /// A move as the context's actor could make it now; nil where it does not start from here, or is not the actor's to make.
    ///
    /// - Parameter isWorth: says of what it lacks when nothing is given with it whether to look for more.
    package func offer(of transition: TransitionDefinition, where isWorth: (Verdict) -> Bool = { _ in true }) -> Offer?
    {
        guard isOurs(transition.roles) else { return nil }
        let isSignable = isSignable(transition.requirements)
        let search = OfferSearch(
            inputs: transition.inputs, requirements: transition.requirements, decider: decider
        ) { inputs, moment in
            try? decider.judge(transition, inputs, moment, isSigned: isSignable).verdict
        }
        return offer(search, isWorth)
    }

    /// A fact as the context's actor could record it now; nil as of a move.
    package func offer(of fact: FactDefinition, where isWorth: (Verdict) -> Bool = { _ in true }) -> Offer? {
        guard isOurs(fact.roles) else { return nil }
        let search = OfferSearch(inputs: fact.inputs, requirements: fact.requirements, decider: decider) {
            inputs, moment in
            try? decider.judge(fact, inputs, moment).verdict
        }
        return offer(search, isWorth)
    }

    /// The decision on an invitation, in favour of it.
    package func offerToAgree(to invitation: Invitation) -> Offer? {
        guard let rules = decider.definition.invitations, rules.states.contains(decider.proposal.state),
            invitation.outcome == nil, isOurs(rules.decidedBy)
        else { return nil }
        let uses = [
            RequirementUse(
                MeetingHeld(input: "meeting", kinds: rules.meetingKinds), source: rules.source, label: ""),
            RequirementUse(DecidedDuringMeeting(input: "meeting"), source: rules.source, label: ""),
        ]
        let input = InputDefinition(
            key: "meeting", label: "a meeting that was held", type: .meeting, isRequired: true)
        return OfferSearch(inputs: [input], requirements: uses, decider: decider) { inputs, moment in
            decider.verdict(toAgreeTo: invitation, rules, inputs["meeting"]?.string, moment)
        }.offer()
    }

    /// Whether the actor may make a move that starts from here, whatever it lacks.
    package func mayMake(_ transition: TransitionDefinition) -> Bool {
        decider.proposal.origin != .archive && transition.from.contains(decider.proposal.state)
            && isOurs(transition.roles)
    }

    /// Whether the actor acts in one of these roles: everything else is looked at only then.
    private func isOurs(_ roles: [String]) -> Bool { decider.definition.office(in: present, roles: roles) != nil }

    private func offer(_ search: OfferSearch, _ isWorth: (Verdict) -> Bool) -> Offer? {
        guard decider.proposal.origin != .archive, let first = search.judge([:], nil),
            !first.unmet.contains(where: { $0.requirement == "state" || $0.requirement == "role" }), isWorth(first)
        else { return nil }
        return search.offer(after: first)
    }

    /// Whether the actor has a key to sign with, where a signature is asked for.
    private func isSignable(_ requirements: [RequirementUse]) -> Bool {
        guard requirements.contains(where: { $0.requirement is SignedByActor }) else { return false }
        let context = decider.context
        return context.registry.accounts[context.account]?.keys.contains { $0.counts(at: context.now) } ?? false
    }
}

extension Decider {
    /// The conditions of agreeing to an invitation, at a meeting and a moment.
    func verdict(
        toAgreeTo invitation: Invitation, _ rules: InvitationRules, _ meeting: String?, _ moment: Instant?
    ) -> Verdict? {
        let decidedAt = moment ?? context.now
        guard decidedAt.date >= invitation.decidedAt.date else { return nil }
        return Verdict(findings: findings(on: invitation, .agreed, meeting, decidedAt, rules))
    }
}
