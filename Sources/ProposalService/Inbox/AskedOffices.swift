import CanonicalJSON
import Lifecycle
import Proposals

/// The offices that a proposal may ask something of, as its row keeps them: `ROLE` of an appointment for the whole forum or whomever it is
/// held for, `ROLE:PARTNER` of one for a partner. The partners that are not yet heard in the round stand in the row already.
///
/// Whoever finds an item in ``Inbox`` holds one of them; not everybody who holds one finds an item, for this follows from the proposal and
/// its definition alone and no act is judged. Where it comes to say something else, a migration sets the column to NULL, and `chancery
/// init` fills it anew.
struct AskedOffices {
    private let proposal: Proposal
    private let definition: LifecycleDefinition
    private let steps: [TransitionDefinition]
    /// How far the nearest of the steps leads.
    private let next: Int?
    /// The moves that are waited for whatever they lack.
    private let awaited: [String]
    private let prospect: Prospect

    init(_ proposal: Proposal, _ definition: LifecycleDefinition) {
        self.proposal = proposal
        self.definition = definition
        steps = proposal.steps(under: definition)
        next = steps.compactMap { definition.place(of: $0) }.min()
        awaited = proposal.awaitedMoves(under: definition)
        prospect = proposal.prospect(under: definition)
    }

    /// Each once, in order. What is at its end, or past when it was entered, asks nothing.
    var texts: [String] {
        guard proposal.origin == .live, definition.state(proposal.state)?.isFinal != true else { return [] }
        return Set(positions + contrary + invitations + moves + facts).sorted()
    }

    /// The texts that an office answers to.
    static func texts(of office: Office) -> [String] {
        [office.role] + (office.partner.map { [text(office.role, of: $0)] } ?? [])
    }

    private static func text(_ role: String, of partner: String) -> String { "\(role):\(partner)" }

    /// Partners that could contest what stands for them.
    private var positions: [String] {
        guard let round = proposal.askingRound(under: definition) else { return [] }
        return speakers(
            of: round.positions.filter { $0.value.relayed != nil || proposal.isRevised(after: $0.value, in: round) }
                .map(\.key))
    }

    /// Who can answer a reservation or an objection.
    private var contrary: [String] {
        guard let round = proposal.askingRound(under: definition),
            round.positions.contains(where: { !definition.consensus.counts($0.value.stance) })
        else { return [] }
        return offices(definition.writers) + (definition.positions.relayedBy.map { [$0] } ?? [])
    }

    private var invitations: [String] {
        guard let rules = definition.invitations, rules.states.contains(proposal.state) else { return [] }
        return proposal.invitations.filter { $0.outcome == nil }.flatMap { invitation in
            speakers(of: invitation.notHeard)
                + (invitation.isAgreed(under: definition) ? offices(rules.decidedBy) : [])
        }
    }

    /// One's own proposal waits for its next move whatever is missing; any other move for what only its actor can bring.
    private var moves: [String] {
        steps.flatMap { transition -> [String] in
            guard
                awaited.contains(transition.id)
                    || !definition.isHeldUp(transition.requirements, taking: transition.inputs, prospect)
            else {
                return []
            }
            return offices(transition.roles)
        }
    }

    private var facts: [String] {
        definition.facts.flatMap { fact -> [String] in
            guard !fact.isVoluntary, fact.states.contains(proposal.state),
                proposal.fact(fact.id) == nil || mayBeAskedAgain(fact),
                !definition.isHeldUp(fact.requirements, taking: fact.inputs, prospect)
            else { return [] }
            return offices(fact.roles)
        }
    }

    /// Whether another record of a fact may be asked for than the one that there is.
    private func mayBeAskedAgain(_ fact: FactDefinition) -> Bool {
        guard fact.isRepeatable else { return false }
        if fact.requirements.contains(where: { $0.requirement is WithinDays }) { return true }
        let activity = proposal.activity(under: definition)
        if activity.standing == .postponed, activity.saidBy == proposal.fact(fact.id)?.version { return true }
        return steps.contains { transition in
            definition.place(of: transition) == next
                && transition.requirements.contains { $0.requirement.neededFact == fact.id }
        }
    }

    private func speakers(of partners: [String]) -> [String] {
        offices(definition.role(definition.positions.role)?.heldBy ?? [], of: partners)
    }

    /// Who acts in one of these roles.
    private func offices(_ roles: [String]) -> [String] {
        roles.compactMap { definition.role($0) }.flatMap { role in
            switch role.scope {
            // Nearly every partner stands on a roster.
            case .forum, .rosterPartner: role.heldBy
            case .proposingPartner: offices(role.heldBy, of: proposal.proposer.map { [$0] } ?? [])
            case .partnersIn(let field):
                offices(role.heldBy, of: LifecycleDefinition.partners(in: proposal.fields[field]))
            }
        }
    }

    private func offices(_ roles: [String], of partners: [String]) -> [String] {
        roles.flatMap { role in partners.map { AskedOffices.text(role, of: $0) } }
    }
}

extension Proposal {
    /// Whether the text was revised editorially after a position, so that its partner can contest that.
    func isRevised(after position: Position, in round: Round) -> Bool {
        position.textDigest != round.textDigest
            && editorialRevisions.contains { $0.round == round.number && !$0.isContested }
    }
}

extension Invitation {
    /// Whether every partner on the roster holds a stance that counts.
    func isAgreed(under definition: LifecycleDefinition) -> Bool {
        roster.allSatisfy { entry in positions[entry.partner].map { definition.consensus.counts($0.stance) } ?? false }
    }
}
