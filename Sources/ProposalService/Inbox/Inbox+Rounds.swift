import Lifecycle
import Proposals

/// What the open round and open invitations ask for.
extension Inbox {
    /// Positions that are not yet taken, and editorial changes made after one was.
    var positions: [InboxItem] {
        guard let round = proposal.askingRound(under: definition) else { return [] }
        let silent = proposal.notHeard(under: definition, at: context.now)
        return spokenFor(round.contains).compactMap { partner in
            var item: InboxItem
            if let position = round.positions[partner] {
                guard let why = contestable(position, of: partner, in: round) else { return nil }
                item = self.item("contest", [why], partner: partner)
            } else {
                // Where silence counts, a silence that has become an answer waits for nobody.
                guard silent.contains(partner) else { return nil }
                let why = Reason(
                    InboxSentence.position, ["partner": .text(partner), "round": .number(round.number)])
                item = self.item("position", [why], partner: partner)
                item.isOverdue = round.closes.map { context.now > $0 } ?? false
            }
            item.closes = round.closes
            return item
        }
    }

    private func contestable(_ position: Position, of partner: String, in round: Round) -> Reason? {
        if position.relayed != nil {
            return Reason(
                InboxSentence.relayed, ["stance": .text(position.stance.rawValue), "partner": .text(partner)])
        }
        guard proposal.isRevised(after: position, in: round) else { return nil }
        return Reason(InboxSentence.revised, ["partner": .text(partner)])
    }

    /// Reservations and objections, for those who can answer them: whoever proposed it, and the coordinators of both partners.
    var contrary: [InboxItem] {
        guard let round = proposal.askingRound(under: definition) else { return [] }
        let held = round.positions.filter { !definition.consensus.counts($0.value.stance) }
        guard !held.isEmpty else { return [] }
        let isProposer = isOffice(of: definition.writers)
        let isBroken = proposal.standingMoveNeedsConsensus(under: definition)
        return held.sorted { $0.key < $1.key }.compactMap { partner, position in
            guard isProposer || coordinates(partner, in: round) else { return nil }
            let stance = position.stance.rawValue
            let why = Inbox.holding(
                partner, stance, isBroken: isBroken, reason: position.reason, resolves: position.resolves)
            var item = item(stance, [why], partner: partner)
            item.since = position.recordedAt
            item.isPressing = true
            return item
        }
    }

    private func isOffice(of roles: [String]) -> Bool {
        definition.office(in: present, roles: roles) != nil
    }

    /// Whether the caller coordinates the group of a partner on the roster, or of the one that proposed.
    private func coordinates(_ partner: String, in round: Round) -> Bool {
        guard let role = definition.positions.relayedBy else { return false }
        let concerned = round.roster.filter { $0.partner == partner || $0.partner == proposal.proposer }
        return context.offices.contains { office in
            guard office.role == role else { return false }
            guard let group = office.group else { return true }
            return concerned.contains { entry in
                context.registry.group(
                    group, contains: entry.partner, attributes: entry.attributes,
                    attribute: definition.positions.groupAttribute)
            }
        }
    }

    /// Open invitations: on which a partner is not yet heard, or which all agree to and nobody decided.
    var invitations: [InboxItem] {
        guard let rules = definition.invitations, rules.states.contains(proposal.state) else { return [] }
        return proposal.invitations.filter { $0.outcome == nil }.flatMap { invitation in
            var items = spokenFor(invitation.notHeard.contains).map {
                item(.unheard, ["partner": .text($0)], invitation, $0)
            }
            if invitation.isAgreed(under: definition), let offer = judge.offerToAgree(to: invitation),
                offer.isPossible || offer.missing.allSatisfy({ $0.subjects == ["meeting"] || isOfTime($0) })
            {
                var item = item(offer.isPossible ? .agreed : .agreedAndWaits, [:], invitation, nil)
                item.offer = offer
                items.append(item)
            }
            return items
        }
    }

    private func isOfTime(_ finding: Finding) -> Bool { finding.subjects == ["decided_at"] }

    private func item(
        _ says: InboxSentence, _ values: [String: Reason.Value], _ invitation: Invitation, _ partner: String?
    ) -> InboxItem {
        let about: [String: Reason.Value] = [
            "number": .number(invitation.number), "invitee": .text(invitation.invitee),
            "event": .text(invitation.event),
        ]
        let why = Reason(says, values.merging(about) { $1 })
        var item = item("invitation", [why], partner: partner)
        item.since = invitation.decidedAt
        item.invitation = invitation.number
        return item
    }
}

extension Proposal {
    /// Whether the move that brought it here rested on consensus.
    fileprivate func standingMoveNeedsConsensus(under definition: LifecycleDefinition) -> Bool {
        guard let last = moves.last(where: \.isUndoable) else { return false }
        return definition.transition(last.transition)?.requirements.contains { $0.requirement is FullConsensus }
            ?? false
    }
}
