package import CanonicalJSON
import Lifecycle
import Record

/// The digest of a text: SHA-256 of the canonical bytes of its fields, as hex.
package func textDigest(_ fields: JSONObject) -> String { Digest.sha256(fields.canonicalBytes).hex }

extension Decider {
    /// Changes fields of the text; what that does to an open round depends on the state and on the kind of change.
    func revise(_ given: JSONObject, _ kind: Command.RevisionKind?) throws(Refusal) -> [EventDraft] {
        let rule = definition.state(proposal.state)?.revision ?? .none
        let checked = try FormValues(context.registry, definition).fields(given, mayClear: true)
        let actor = try reviser(checked)
        var changes: JSONObject = [:]
        for member in checked.members where (proposal.fields[member.key] ?? .null) != member.value {
            changes[member.key] = member.value
        }
        guard !checked.isEmpty else { throw .badField("fields", "give at least one field to change") }
        guard !changes.isEmpty else { return [] }
        try checkDates(changes)
        let effect = try effect(of: changes, kind, rule)
        var fields = proposal.fields
        for member in changes.members { fields[member.key] = member.value.isNull ? nil : member.value }
        guard fields.canonicalBytes.count <= Drafting.textLimit else {
            throw .badField("fields", "the whole text is at most \(Drafting.textLimit) bytes")
        }
        var data: JSONObject = [
            "changes": .object(changes), "effect": .string(effect), "text_digest": .string(textDigest(fields)),
        ]
        if let round = proposal.openRound { data["round"] = .integer(Int64(round.number)) }
        return [fact(.revised, data, actor: actor)]
    }

    /// The roles that may write all of these fields.
    private func reviser(_ fields: JSONObject) throws(Refusal) -> Actor {
        let organisers = definition.roles.filter {
            if case .partnersIn = $0.scope { true } else { false }
        }.map(\.id)
        var actor: Actor?
        for key in fields.keys {
            let writers = definition.form.field(key)?.writers ?? []
            let label = definition.form.field(key)?.label ?? key
            actor = try self.actor(
                writers.isEmpty ? definition.writers + organisers : writers, "write \"\(label)\"")
        }
        if let actor { return actor }
        return try self.actor(definition.writers + organisers, "revise the text")
    }

    private func checkDates(_ changes: JSONObject) throws(Refusal) {
        let starts = (changes["starts"] ?? proposal.fields["starts"])?.string
        let ends = (changes["ends"] ?? proposal.fields["ends"])?.string
        if let starts, let ends, starts > ends { throw .badField("ends", "\(ends) is before the start, \(starts)") }
    }

    /// What a revision does: `free`, `editorial`, `closes-round` or `after-decision`.
    private func effect(
        of changes: JSONObject, _ kind: Command.RevisionKind?, _ rule: StateDefinition.RevisionRule
    ) throws(Refusal) -> String {
        let label = definition.state(proposal.state)?.label ?? proposal.state
        switch rule {
        case .free: return "free"
        case .rounds:
            guard let kind else {
                throw .badField(
                    "kind", "say whether the change is \"editorial\" or \"substantive\" while it is \(label)")
            }
            guard kind == .editorial else { return "closes-round" }
            for key in changes.keys where definition.form.field(key)?.neverEditorial ?? true {
                throw .unmet(
                    "editorial", "a change of \"\(key)\" is never editorial; call it substantive, and circulate again",
                    subjects: [key])
            }
            return "editorial"
        case .afterDecision:
            for key in changes.keys where definition.form.field(key)?.afterDecision != true {
                let open = definition.form.fields.filter(\.afterDecision).map(\.key).joined(separator: ", ")
                throw .unmet(
                    "after-decision", "\"\(key)\" cannot change once it is \(label); only \(open) may", subjects: [key])
            }
            return "after-decision"
        case .none:
            throw .unmet("state", "the text cannot change once it is \(label)")
        }
    }

    /// Makes an editorial revision substantive: the round closes, and the text must be circulated again.
    func contestRevision(_ number: Int?) throws(Refusal) -> [EventDraft] {
        let round = try openRound(for: "a revision is contested")
        let speaker = try anySpeaker(round.roster)
        let open = proposal.editorialRevisions.filter { $0.round == round.number && !$0.isContested }
        guard let revision = number.map({ n in open.first { $0.revision == n } }) ?? open.last else {
            throw .unmet("revision", "round \(round.number) has no editorial revision to contest")
        }
        return [
            fact(
                .revisionContested,
                [
                    "round": .integer(Int64(round.number)), "revision": .integer(Int64(revision.revision)),
                    "fields": .strings(revision.fields),
                ], actor: speaker)
        ]
    }

    private func anySpeaker(_ roster: [RosterEntry]) throws(Refusal) -> Actor {
        let role = definition.role(definition.positions.role)
        let office = context.offices.first { office in
            role?.heldBy.contains(office.role) ?? false && roster.contains { $0.partner == office.partner }
        }
        guard let office else {
            throw Refusal(.forbidden, "only \(role?.label ?? "a partner's speaker") may contest a revision")
        }
        return Actor(account: context.account, office: office)
    }

    /// Leaves a note in the history. Anybody appointed who sees the proposal may; it moves nothing.
    func note(_ text: String) throws(Refusal) -> [EventDraft] {
        guard let office = context.offices.first(where: { $0.role != context.registry.settings?.auditRole }) else {
            throw Refusal(
                .forbidden, "only somebody appointed in the forum may leave a note; an auditor changes nothing")
        }
        guard definition.isText(text) else { throw .badField("text", "the note is empty") }
        guard text.utf8.count <= 8000 else { throw .badField("text", "a note is at most 8000 bytes") }
        return [fact(.noted, ["text": .string(text)], actor: Actor(account: context.account, office: office))]
    }

    /// Records a fact of the lifecycle, or answers every requirement that is not met.
    func record(_ id: String, _ inputs: JSONObject, _ given: Instant?) throws(Refusal) -> [EventDraft] {
        guard let definition = definition.fact(id) else {
            throw Refusal(.notFound, "\(self.definition.id) knows no fact \"\(id)\"")
        }
        let judged = try judge(definition, inputs, given)
        guard let office = judged.office else {
            let labels = definition.roles.map { self.definition.role($0)?.label ?? $0 }.joined(separator: " or ")
            throw Refusal(
                .forbidden, "only \(labels) may record \"\(definition.label)\"", findings: judged.verdict.unmet)
        }
        guard judged.verdict.isAllowed else {
            throw Refusal(
                .unmet, Decider.summary("\"\(definition.label)\" cannot be recorded yet", judged.verdict.unmet),
                findings: judged.verdict.unmet)
        }
        return [
            fact(
                .factRecorded, ["fact": .string(id), "inputs": .object(judged.inputs)],
                actor: Actor(account: context.account, office: office), decidedAt: judged.decidedAt)
        ]
    }

    /// What the lifecycle says of a fact under these inputs, without recording it.
    func judge(
        _ definition: FactDefinition, _ inputs: JSONObject, _ given: Instant?
    ) throws(Refusal) -> Judgement {
        let checked = try FormValues(context.registry, self.definition).inputs(inputs, definition.inputs)
        let decidedAt = try decidedAt(given)
        let circumstances = proposal.circumstances(
            self.definition, context, inputs: checked, decidedAt: decidedAt)
        return Judgement(
            verdict: self.definition.verdict(on: definition, in: circumstances),
            office: self.definition.office(in: circumstances, roles: definition.roles), inputs: checked,
            decidedAt: decidedAt, track: proposal.track)
    }
}
