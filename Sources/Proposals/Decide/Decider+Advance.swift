import CanonicalJSON
import CivilTime
import Lifecycle

extension Decider {
    /// Makes a transition, or answers every requirement that is not met.
    func advance(
        _ id: String, _ inputs: JSONObject, _ given: Instant?, _ signature: String?
    ) throws(Refusal) -> [EventDraft] {
        guard let transition = definition.transition(id) else {
            let known = definition.transitions.map(\.id).joined(separator: ", ")
            throw Refusal(.notFound, "\(definition.id) has no transition \"\(id)\"; it has \(known)")
        }
        guard office(for: transition, proposal.circumstances(definition, context)) != nil else {
            throw forbidden(
                Reason(
                    OfficeSentence.mayNot,
                    ["roles": .list(labels(transition.roles)), "deed": .text(transition.label)]), transition.roles,
                (try? judge(transition, inputs, given))?.verdict)
        }
        if let signature { try checkSignature(signature, transition, inputs, given) }
        let judged = try judge(transition, inputs, given, isSigned: signature != nil)
        guard judged.verdict.isAllowed, let office = judged.office else {
            throw Refusal(
                .unmet, Decider.summary("\"\(transition.label)\" is not possible yet", judged.verdict.unmet),
                findings: judged.verdict.unmet)
        }
        guard signature == nil || judged.inputs == inputs else {
            throw .badField(
                "inputs", "what is signed must be what is kept: \(JSONValue.object(judged.inputs).canonicalText)")
        }
        return [move(transition, judged, Actor(account: context.account, office: office), signature)]
    }

    /// What the lifecycle says of a transition under these inputs, without making it.
    func judge(
        _ transition: TransitionDefinition, _ inputs: JSONObject, _ given: Instant?, isSigned: Bool = false
    ) throws(Refusal) -> Judgement {
        let checked = try formValues.inputs(inputs, transition.inputs)
        let decidedAt = try decidedAt(given)
        var track: String?
        if let input = transition.inputs.first(where: { $0.type == .track }) {
            track = checked[input.key]?.string ?? proposal.track ?? definition.tracks.first?.id
        }
        let writing = try writing(of: transition, checked)
        var circumstances = circumstances(
            checked, decidedAt: decidedAt, track: track, text: writing.map(proposal.text(after:)))
        circumstances.isSigned = isSigned
        var verdict = definition.verdict(on: transition, in: circumstances)
        verdict.findings += engineFindings(transition, checked, circumstances)
        let office = office(for: transition, circumstances)
        return Judgement(
            verdict: verdict, office: office, inputs: checked, decidedAt: decidedAt, track: track, writing: writing)
    }

    struct Judgement {
        var verdict: Verdict
        var office: Office?
        var inputs: JSONObject
        var decidedAt: Instant
        var track: String?
        /// The fields that the move changes in the text.
        var writing: JSONObject?
    }

    /// The office of the act; an undo is made in the very office that made the move, where the actor holds it.
    private func office(for transition: TransitionDefinition, _ circumstances: Circumstances) -> Office? {
        let office = definition.office(in: circumstances, roles: transition.roles)
        guard transition.effect == .undo, office != nil, let last = circumstances.lastMove?.office else {
            return office
        }
        return circumstances.offices.first {
            $0.role == last.role && $0.partner == last.partner && $0.group == last.group
        } ?? office
    }

    private func move(
        _ transition: TransitionDefinition, _ judged: Judgement, _ actor: Actor, _ signature: String?
    ) -> EventDraft {
        // What the move writes stands once, beside the inputs.
        let inputs = JSONObject(
            judged.inputs.members.filter { given in !transition.inputs.contains { $0.key == given.key && $0.isChanges }
            }
        )
        var moved = Event.Moved(
            transition: transition.id, inputs: inputs, writes: judged.writing.map(writes), effect: .none,
            signature: signature)
        var to = transition.to ?? proposal.state
        switch transition.effect {
        case .none: break
        case .endRound: moved.effect = .endsRound
        case .openRound: moved.effect = .opensRound(circulation(judged))
        case .undo:
            if let last = proposal.moves.last {
                to = last.from
                moved.effect = .undoes(undoing(last))
                if let writing = last.writing { moved.writes = writes(writing.before) }
            }
        }
        return EventDraft(moved, from: proposal.state, to: to, decidedAt: judged.decidedAt, actor: actor)
    }

    /// What an undo restores: track and rounds as they were before the move. A round that ended for another reason stays ended.
    private func undoing(_ last: Move) -> Event.Moved.Undoing {
        Event.Moved.Undoing(
            version: last.version, transition: last.transition, track: last.trackBefore,
            reopens: proposal.reopened(by: last)?.number, unmakes: proposal.opened(by: last)?.number)
    }

    /// What a circulation freezes: text, roster with attributes, track, deadline, and the duplicates that were looked at.
    private func circulation(_ judged: Judgement) -> Event.Moved.Circulation {
        Event.Moved.Circulation(
            number: (proposal.rounds.last?.number ?? 0) + 1,
            track: definition.track(of: proposal.fields) ?? judged.track ?? proposal.track,
            textDigest: proposal.textDigest, revision: proposal.revision,
            closes: judged.inputs["closes"]?.string.flatMap { Instant($0) },
            // Who is a member when it is recorded: a day given for the act must not choose who is asked.
            roster: asked(on: context.now.date).map(\.rosterEntry),
            duplicates: proposal.duplicates(among: context, definition))
    }

    /// A refusal for want of an office, with whatever else is not met.
    func forbidden(_ reason: Reason, _ roles: [String], _ verdict: Verdict?) -> Refusal {
        guard let verdict else {
            let circumstances = proposal.circumstances(definition, context)
            return .forbidden(reason, who: definition.capable(roles, circumstances))
        }
        return Refusal(.forbidden, reason.english, findings: verdict.unmet)
    }

    /// How people name these roles.
    func labels(_ roles: [String]) -> [String] {
        roles.map { definition.role($0)?.label ?? $0 }
    }

    static func summary(_ head: String, _ unmet: [Finding]) -> String {
        head + ": " + unmet.map(\.detail).joined(separator: "; ")
    }
}
