import CanonicalJSON
import Lifecycle

extension Decider {
    /// Makes a transition, or answers every requirement that is not met.
    func advance(_ id: String, _ inputs: JSONObject, _ given: Instant?) throws(Refusal) -> [EventDraft] {
        guard let transition = definition.transition(id) else {
            let known = definition.transitions.map(\.id).joined(separator: ", ")
            throw Refusal(.notFound, "\(definition.id) has no transition \"\(id)\"; it has \(known)")
        }
        let judged = try judge(transition, inputs, given)
        if let office = judged.office {
            guard judged.verdict.isAllowed else {
                throw Refusal(
                    .unmet, Decider.summary("\"\(transition.label)\" is not possible yet", judged.verdict.unmet),
                    findings: judged.verdict.unmet)
            }
            return [move(transition, judged, Actor(account: context.account, office: office))]
        }
        let labels = transition.roles.map { definition.role($0)?.label ?? $0 }.joined(separator: " or ")
        throw Refusal(
            .forbidden, "only \(labels) may \(transition.label.lowercased())", findings: judged.verdict.unmet)
    }

    /// What the lifecycle says of a transition under these inputs, without making it.
    func judge(
        _ transition: TransitionDefinition, _ inputs: JSONObject, _ given: Instant?
    ) throws(Refusal) -> Judgement {
        let checked = try FormValues(context.registry, definition).inputs(inputs, transition.inputs)
        let decidedAt = try decidedAt(given)
        var track: String?
        if let input = transition.inputs.first(where: { $0.type == .track }) {
            track = checked[input.key]?.string ?? proposal.track ?? definition.tracks.first?.id
        }
        let circumstances = proposal.circumstances(
            definition, context, inputs: checked, decidedAt: decidedAt, track: track)
        var verdict = definition.verdict(on: transition, in: circumstances)
        verdict.findings += engineFindings(transition, checked, decidedAt)
        let office = office(for: transition, circumstances)
        return Judgement(verdict: verdict, office: office, inputs: checked, decidedAt: decidedAt, track: track)
    }

    struct Judgement {
        var verdict: Verdict
        var office: Office?
        var inputs: JSONObject
        var decidedAt: Instant
        var track: String?
    }

    /// The office of the act; an undo is made in the very office that made the move, where the actor holds it.
    private func office(for transition: TransitionDefinition, _ circumstances: Circumstances) -> Office? {
        let office = definition.office(in: circumstances, roles: transition.roles)
        guard transition.effect == .undo, office != nil, let last = circumstances.lastMove?.office else { return office }
        return circumstances.offices.first {
            $0.role == last.role && $0.partner == last.partner && $0.group == last.group
        } ?? office
    }

    /// Conditions of the engine itself that no file can drop.
    private func engineFindings(
        _ transition: TransitionDefinition, _ inputs: JSONObject, _ decidedAt: Instant
    ) -> [Finding] {
        var findings: [Finding] = []
        if let closes = inputs["closes"]?.string.flatMap({ Instant($0) }), closes <= context.now {
            findings.append(
                Finding(
                    requirement: "closes-in-future", label: "the deadline lies ahead", isMet: false,
                    detail: "the deadline \(closes) has passed already", rule: "lifecycle", subjects: ["closes"]))
        }
        if transition.effect == .undo, let last = proposal.moves.last, last.isUndoable,
            let number = last.openRoundBefore, last.to != last.from,
            let round = proposal.rounds.first(where: { $0.number == number }),
            round.textDigest != proposal.textDigest
        {
            findings.append(
                Finding(
                    requirement: "text-unchanged", label: "the text is the one that was circulated", isMet: false,
                    detail: "the text was revised after \"\(last.transition)\"; the old round cannot stand on it",
                    rule: "lifecycle"))
        }
        return findings
    }

    private func move(_ transition: TransitionDefinition, _ judged: Judgement, _ actor: Actor) -> EventDraft {
        var data: JSONObject = ["transition": .string(transition.id), "inputs": .object(judged.inputs)]
        var to = transition.to ?? proposal.state
        switch transition.effect {
        case .none: break
        case .endRound: data["ends_round"] = true
        case .openRound: data["round"] = round(judged)
        case .undo:
            if let last = proposal.moves.last {
                to = last.from
                data["undoes"] = [
                    "version": .integer(Int64(last.version)), "transition": .string(last.transition),
                    "track": .optional(last.trackBefore),
                    "round": last.openRoundBefore.map { .integer(Int64($0)) } ?? .null,
                    "round_open": .bool(last.openRoundBefore != nil),
                ]
            }
        }
        return EventDraft(
            .moved, from: proposal.state, to: to, decidedAt: judged.decidedAt, actor: actor, data: data)
    }

    /// What a circulation freezes: text, roster with attributes, track, deadline, and the duplicates that were looked at.
    private func round(_ judged: Judgement) -> JSONValue {
        let day = judged.decidedAt.date
        let roster = context.registry.members(on: day).map {
            RosterEntry(partner: $0.id, attributes: $0.attributes).json
        }
        return [
            "number": .integer(Int64((proposal.rounds.last?.number ?? 0) + 1)),
            "track": .optional(judged.track ?? proposal.track),
            "text_digest": .string(proposal.textDigest), "revision": .integer(Int64(proposal.revision)),
            "closes": judged.inputs["closes"] ?? .null, "roster": .array(roster),
            "duplicates": .strings(context.duplicateCandidates.map(\.ref)),
        ]
    }

    static func summary(_ head: String, _ unmet: [Finding]) -> String {
        head + ": " + unmet.map(\.detail).joined(separator: "; ")
    }
}
