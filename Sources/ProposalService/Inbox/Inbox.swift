import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals

/// What one proposal asks of the holder of some offices. Pure: what is possible is judged as WHY and the act itself judge it.
struct Inbox {
    let proposal: Proposal
    let definition: LifecycleDefinition
    let context: Context
    let judge: Judge
    /// What requirements look at without an act. All offices of the caller are among it, those in which nobody may act as well.
    let present: Circumstances
    private let depth: Depth

    /// How much is made of an item.
    enum Depth {
        /// Its place among others. What one's own next move lacks does not change that, and is not looked for.
        case place
        case whole
    }

    init(proposal: Proposal, definition: LifecycleDefinition, context: Context, _ depth: Depth = .whole) {
        self.proposal = proposal
        self.definition = definition
        self.context = context
        self.depth = depth
        judge = Judge(proposal: proposal, definition: definition, context: context)
        var present = judge.present
        present.offices = context.offices
        self.present = present
    }

    var items: [InboxItem] { positions + contrary + invitations + moves + facts }

    func item(
        _ what: String, _ why: [Reason], transition: String? = nil, partner: String? = nil
    ) -> InboxItem {
        InboxItem(
            ref: proposal.ref, title: proposal.fields["title"]?.string ?? "", state: proposal.state, what: what,
            why: why.map(\.english).joined(separator: "; "), reasons: why, transition: transition, partner: partner,
            since: proposal.moves.last?.recordedAt ?? proposal.openedAt)
    }

    /// The partners that the caller speaks for, among these.
    func spokenFor(_ partners: (String) -> Bool) -> [String] {
        let speakers = definition.role(definition.positions.role)?.heldBy ?? []
        var result: [String] = []
        for office in context.offices where speakers.contains(office.role) {
            guard let partner = office.partner, partners(partner), !result.contains(partner) else { continue }
            result.append(partner)
        }
        return result
    }

    /// Forward moves that the caller may make: one's own proposal always, another's once only the act itself is missing.
    private var moves: [InboxItem] {
        // What comes next is waited for; a way to another end is told of only once it is open.
        let awaited = proposal.awaitedMoves(under: definition)
        return judge.steps.compactMap { transition in
            let isOurs = awaited.contains(transition.id)
            if isOurs, depth == .place, !isCancelled {
                guard judge.mayMake(transition) else { return nil }
                return placed(item(transition.id, [], transition: transition.id), transition)
            }
            func isWorth(_ verdict: Verdict) -> Bool {
                isOurs || verdict.unmet.allSatisfy { judge.isSuppliedWithTheAct($0, transition) }
            }
            guard let offer = judge.offer(of: transition, where: isWorth), !isPastHope(offer) else { return nil }
            var item = item(transition.id, why(transition.label, offer), transition: transition.id)
            item.offer = offer
            return placed(item, transition)
        }
    }

    private func placed(_ item: InboxItem, _ transition: TransitionDefinition) -> InboxItem {
        var item = item
        item.due = due(transition.requirements)
        item.isOverdue = isOverdue(item.due)
        return item
    }

    /// What is missing, or how the act is possible.
    private func why(_ label: String, _ offer: Offer) -> [Reason] {
        guard let first = offer.missing.first else { return [Reason(InboxSentence.possible, ["act": .text(label)])] }
        let supplied = offer.missing.allSatisfy { finding in
            finding.requirement == "input" || finding.subjects.contains("decided_at")
                || finding.requirement.hasPrefix("meeting-") || finding.requirement == "decided-during-meeting"
        }
        guard supplied else { return first.reasons }
        let waits = offer.missing.first { $0.requirement != "input" } ?? first
        return [Reason(InboxSentence.waits, ["act": .text(label), "requirement": .text(waits.label)])]
    }

    /// A report on what was cancelled is never made, whatever the lifecycle asks for.
    private func isPastHope(_ offer: Offer) -> Bool {
        guard isCancelled else { return false }
        return offer.missing.contains { finding in
            finding.requirement == "fact-recorded"
                && finding.subjects.contains { proposal.fact($0)?.inputs["status"]?.string == cancelled }
        }
    }

    private var isCancelled: Bool { proposal.activity(under: definition).standing == .cancelled }
    private var cancelled: String { Activity.Standing.cancelled.rawValue }

    private func due(_ requirements: [RequirementUse]) -> CivilDate? {
        definition.dueDay(requirements, in: present)
    }

    /// As the rule counts it: once the day is over everywhere.
    private func isOverdue(_ due: CivilDate?) -> Bool {
        due.map { context.now.date(hoursEast: -LocalDay.hours) > $0 } ?? false
    }

    /// Facts that the caller may record now and that are not recorded yet, or are asked for again: where one is due from each time to
    /// the next, where a move waits for a newer one, and where the activity was postponed.
    private var facts: [InboxItem] {
        definition.facts.compactMap { fact in
            let due = due(fact.requirements)
            let isAgain = proposal.fact(fact.id) != nil
            guard !fact.isVoluntary, !isAgain || due != nil || isAskedAgain(fact),
                let offer = judge.offer(of: fact), offer.isPossible
            else { return nil }
            var item = item(fact.id, [isAgain && due == nil ? standing(fact) : recordable(fact)])
            item.offer = offer
            item.due = due
            item.isOverdue = isOverdue(due)
            return item
        }
    }

    /// What the newest record of a fact says.
    private func standing(_ fact: FactDefinition) -> Reason {
        guard let status = proposal.fact(fact.id)?.inputs["status"]?.string else {
            return Reason(InboxSentence.recordableAgain, ["act": .text(fact.label)])
        }
        return Reason(InboxSentence.standsAs, ["act": .text(fact.label), "status": .text(status)])
    }

    private func recordable(_ fact: FactDefinition) -> Reason {
        Reason(InboxSentence.recordable, ["act": .text(fact.label)])
    }

    /// Whether a move from here waits for another record of a fact than the one that there is.
    private func isAskedAgain(_ fact: FactDefinition) -> Bool {
        let activity = proposal.activity(under: definition)
        guard activity.standing != .cancelled else { return false }
        if activity.standing == .postponed, activity.saidBy == proposal.fact(fact.id)?.version { return true }
        let next = judge.next
        return judge.steps.contains { transition in
            guard judge.place(transition) == next else { return false }
            let uses = transition.requirements.filter { use in
                use.requirement.neededFact == fact.id && definition.applies(use, present)
            }
            return definition.findings(uses, roles: transition.roles, present).contains { !$0.isMet }
        }
    }
}
