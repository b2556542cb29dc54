import CanonicalJSON
import Lifecycle
import Proposals
import Testing

/// One thing asked of a proposal: a transition or fact, with inputs of which some are missing or wrong.
struct Act: Sendable {
    var id: String
    var isFact = false
    var inputs: JSONObject
    /// Keys of required inputs that are left out.
    var missing: [String] = []
    /// When it is said to have been decided; nil is now.
    var decidedAt: String?
    /// A proposal that looks alike, not answered.
    var alike: [String] = []

    var command: Command {
        let moment = decidedAt.map(World.instant)
        return isFact
            ? .recordFact(id, inputs: inputs, decidedAt: moment)
            : .advance(transition: id, inputs: inputs, decidedAt: moment, signature: nil)
    }

    /// Before every move of a scene, and deadlines in the past and in the future.
    static let early = "2026-03-01T12:00:00Z"
    static let past = "2026-03-02T00:00:00.000000Z"
    static let ahead = "2027-03-02T00:00:00.000000Z"
}

/// What the judge finds of an act, and what deciding it answers.
struct Outcome {
    let judged: Set<String>
    let decided: String
    var to: String?

    init(_ act: Act, _ proposal: Proposal, _ definition: LifecycleDefinition, _ context: Context) throws {
        let judge = Judge(proposal: proposal, definition: definition, context: context)
        let moment = act.decidedAt.map(World.instant)
        let verdict: Verdict
        if act.isFact {
            let fact = try #require(definition.fact(act.id))
            verdict = try judge.verdict(on: fact, inputs: act.inputs, decidedAt: moment)
        } else {
            let transition = try #require(definition.transition(act.id))
            verdict = try judge.verdict(on: transition, inputs: act.inputs, decidedAt: moment)
        }
        judged = Set(verdict.unmet.map(\.requirement))
        do {
            let drafts = try decide(act.command, proposal, context)
            decided = drafts.last?.from == proposal.state ? "done" : "done from elsewhere"
            to = drafts.last?.to
        } catch let refusal {
            decided = refusal.findings == verdict.unmet ? refusal.code.rawValue : "refused otherwise"
        }
    }

    /// Whether exactly these requirements are unmet, and the decision follows from them.
    func agrees(with expected: Set<String>) -> Bool {
        judged == expected
            && decided == (expected.isEmpty ? "done" : expected.contains("role") ? "forbidden" : "unmet")
    }
}
