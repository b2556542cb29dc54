import CanonicalJSON
import CivilTime
import Lifecycle

/// What is refused to somebody who records a fact or leaves a note.
enum FactSentence: String, EngineSentence {
    static let room = "fact"

    case toRecord = "record \"{fact}\""
    case auditorChangesNothing = "only somebody appointed in the forum may leave a note; an auditor changes nothing"
}

extension Decider {
    /// Records a fact of the lifecycle, or answers every requirement that is not met.
    func record(_ id: String, _ inputs: JSONObject, _ given: Instant?) throws(Refusal) -> [EventDraft] {
        guard let fact = definition.fact(id) else {
            let known = definition.facts.map(\.id).joined(separator: ", ")
            throw Refusal(
                .notFound,
                "\(definition.id) has no fact \"\(id.prefix(64))\"" + (known.isEmpty ? "" : "; it has \(known)"))
        }
        guard definition.office(in: proposal.circumstances(definition, context), roles: fact.roles) != nil else {
            throw forbidden(
                .only(labels(fact.roles), may: FactSentence.toRecord, ["fact": .text(fact.label)]), fact.roles,
                (try? judge(fact, inputs, given))?.verdict)
        }
        let judged = try judge(fact, inputs, given)
        guard judged.verdict.isAllowed, let office = judged.office else {
            throw Refusal(
                .unmet, Decider.summary("\"\(fact.label)\" cannot be recorded yet", judged.verdict.unmet),
                findings: judged.verdict.unmet)
        }
        return [
            self.fact(
                Event.FactRecorded(fact: id, inputs: judged.inputs),
                actor: Actor(account: context.account, office: office), decidedAt: judged.decidedAt)
        ]
    }

    /// What the lifecycle says of a fact under these inputs, without recording it.
    func judge(_ fact: FactDefinition, _ inputs: JSONObject, _ given: Instant?) throws(Refusal) -> Judgement {
        let checked = try formValues.inputs(inputs, fact.inputs)
        let decidedAt = try decidedAt(given)
        let circumstances = circumstances(checked, decidedAt: decidedAt)
        var verdict = definition.verdict(on: fact, in: circumstances)
        verdict.findings += engineFindings(fact, checked, circumstances)
        return Judgement(
            verdict: verdict, office: definition.office(in: circumstances, roles: fact.roles), inputs: checked,
            decidedAt: decidedAt, track: proposal.track)
    }

    /// Checks of what is given with an act on this proposal.
    var formValues: FormValues {
        FormValues(
            context.registry, definition, partnersAsked: proposal.presentRound?.roster.count,
            as: context.isRecorded ? .recorded : .new)
    }

    /// Leaves a note in the history. Anybody appointed who sees the proposal may; it moves nothing.
    func note(_ text: String, _ given: Instant?) throws(Refusal) -> [EventDraft] {
        guard let office = context.offices.first(where: { $0.role != context.registry.settings?.auditRole }) else {
            throw .forbidden(
                Reason(FactSentence.auditorChangesNothing),
                who: definition.roles.flatMap(\.heldBy).uniqued.map { Capable(role: $0) })
        }
        let text = try PlainText.checked(text, "text", limit: Decider.longText)
        let actor = Actor(account: context.account, office: office)
        return [fact(Event.Noted(text: text), actor: actor, decidedAt: try decidedAt(given))]
    }

    /// The longest reason or note, in bytes.
    static let longText = 8000
}
