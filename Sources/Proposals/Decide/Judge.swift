package import CanonicalJSON
package import CivilTime
package import Lifecycle
import Sharing

/// What is told of a line of the checklist whose moves were made.
enum ChecklistSentence: String, EngineSentence {
    static let room = "checklist"

    case held = "held when \"{transition}\" was recorded"
}

/// Says what could be done with a proposal, without doing it: the same findings that ``decide`` acts on.
package struct Judge: Sendable {
    let decider: Decider
    /// Every office of the actor, those among them in which nobody may act.
    private let offices: [Office]
    /// What requirements look at without an act.
    package let present: Circumstances

    package init(proposal: Proposal, definition: LifecycleDefinition, context: Context) {
        let able = context.able
        offices = context.offices
        present = proposal.circumstances(definition, able)
        decider = Decider(Shared(proposal), LoadedLifecycle(definition), able, present: present)
    }

    /// Every condition of a transition under these inputs.
    package func verdict(
        on transition: TransitionDefinition, inputs: JSONObject, decidedAt: Instant? = nil
    ) throws(Refusal) -> Verdict {
        let given = JSONObject(inputs.members.filter { member in transition.inputs.contains { $0.key == member.key } })
        return explained(try decider.judge(transition, given, decidedAt).verdict)
    }

    /// Every condition of a fact under these inputs.
    package func verdict(
        on fact: FactDefinition, inputs: JSONObject, decidedAt: Instant? = nil
    ) throws(Refusal) -> Verdict {
        let known = JSONObject(inputs.members.filter { member in fact.inputs.contains { $0.key == member.key } })
        return explained(try decider.judge(fact, known, decidedAt).verdict)
    }

    /// The findings of the requirements that a line of the checklist names; none once the moves that they guard were made.
    ///
    /// - Parameter known: the verdicts on moves that other lines asked for, by their ids.
    package func findings(_ item: ChecklistItem, _ known: inout [String: Verdict]) -> [Finding] {
        guard let id = item.transition, let transition = decider.definition.transition(id),
            let verdict = known[id] ?? (try? decider.judge(transition, [:], nil).verdict)
        else { return [] }
        known[id] = verdict
        if decider.proposal.moves.contains(where: { $0.transition == id && $0.isUndoable }),
            decider.proposal.state != decider.definition.initial
        {
            let done = transition.requirements.filter { item.requirements.contains($0.requirement.name) }
            return done.map {
                Finding(
                    rule: $0.source, requirement: $0.requirement.name, label: $0.label, isMet: true,
                    Reason(ChecklistSentence.held, ["transition": .text(transition.label)]))
            }
        }
        return verdict.findings.filter { item.requirements.contains($0.requirement) }
    }

    /// With what the proposal's being an archive record and the actor's own offices say of it.
    private func explained(_ verdict: Verdict) -> Verdict {
        var verdict = verdict
        for index in verdict.findings.indices {
            verdict.findings[index].explain(offices, decider.context.registry)
        }
        verdict.findings += archive
        return verdict
    }

    private var archive: [Finding] {
        guard decider.proposal.origin == .archive else { return [] }
        return [
            Finding(
                rule: "lifecycle", requirement: "archive", label: "not an archive record", isMet: false,
                Reason(ArchiveSentence.takesNotesOnly, ["ref": .text(decider.proposal.ref)]))
        ]
    }
}
