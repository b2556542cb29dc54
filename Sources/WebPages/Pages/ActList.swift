import Lifecycle
import LineProtocol

/// What can be done with a proposal, and what the way on still needs.
struct ActList: PageContent {
    /// What the visitor can do now: the way on first.
    let yours: [Act]
    /// The way on, as far as something is missing.
    let waiting: [Act]
    /// What is ready, and for somebody else to do.
    let others: [Act]

    struct Act: PageContent {
        let label: String
        let to: String?
        let address: String
        let isMain: Bool
        let needs: [Need]
        let who: [String]
    }

    init(
        _ rows: [Verbs.Why.Row], state: String, ref: String, _ definition: LifecycleDefinition?, account: String?,
        position: Link?, documents: Bool = false
    ) {
        let next = NextStep(ref: ref, definition: definition, account: account)
        var yours: [Act] =
            position.map {
                [Act(label: $0.label, to: nil, address: $0.address, isMain: true, needs: [], who: [])]
            } ?? []
        var (waiting, others): ([Act], [Act]) = ([], [])
        for row in rows {
            let unmet = (row.unmet ?? row.needs ?? []).filter { !$0.isMet }
            guard !unmet.contains(where: { $0.requirement == "state" }) else { continue }
            let role = unmet.first { $0.requirement == "role" }
            let lacking = unmet.filter { $0.requirement != "role" && !NextStep.ofTheForm.contains($0.requirement) }
            let isOn = ActList.leadsOn(row, from: state, definition)
            func act(_ lacking: [JudgedRequirement] = [], who: [String] = []) -> Act {
                Act(
                    label: row.fact == nil
                        ? PageText.heading(row.label) : tr("Record: \(made: PageText.label(row.label))"),
                    to: row.to.flatMap { to in definition?.state(to)?.label ?? to }.map { PageText.label($0) },
                    address: PageAddress.act(ref, row.act), isMain: isOn,
                    needs: lacking.map { Need($0, link: next.supplying($0, for: row.act)) }, who: who)
            }
            if lacking.isEmpty {
                if let role {
                    if isOn { others.append(act(who: OfficeWords.who(role))) }
                } else if row.isAllowed || !unmet.isEmpty {
                    yours.append(act())
                }
            } else if isOn, row.transition != nil {
                waiting.append(act(lacking, who: role.map(OfficeWords.who) ?? []))
            }
        }
        self.yours = yours.filter(\.isMain) + yours.filter { !$0.isMain }
        self.waiting = waiting
        self.others = others
    }

    /// Whether an act leads to a state further down the lifecycle's list, and not by ending or undoing what was begun.
    private static func leadsOn(_ row: Verbs.Why.Row, from state: String, _ definition: LifecycleDefinition?) -> Bool {
        guard let definition else { return true }
        guard let id = row.transition, let transition = definition.transition(id) else {
            return row.fact.flatMap { definition.fact($0) }.map { !$0.isVoluntary } ?? false
        }
        let states = definition.states.map(\.id)
        let ends = definition.states.filter(\.isFinal).dropFirst().map(\.id)
        guard let here = states.firstIndex(of: state), let there = row.to.flatMap({ states.firstIndex(of: $0) }) else {
            return false
        }
        guard let to = row.to, !ends.contains(to) else { return false }
        switch transition.effect {
        case .none, .openRound: return there > here
        case .endRound, .undo: return false
        }
    }
}
