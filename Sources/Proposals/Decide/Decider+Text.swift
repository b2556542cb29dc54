package import CanonicalJSON
import CivilTime
import Lifecycle
import Record

/// The digest of a text: SHA-256 of the canonical bytes of its fields, as hex.
package func textDigest(_ fields: JSONObject) -> String { Digest.sha256(fields.canonicalBytes).hex }

extension Decider {
    /// Changes fields of the text; what that does to an open round depends on the state and on the kind of change.
    func revise(
        _ given: JSONObject, _ kind: Command.RevisionKind?, _ moment: Instant?
    ) throws(Refusal) -> [EventDraft] {
        let actor = try reviser(given)
        let decidedAt = try decidedAt(moment)
        let checked = try FormValues(context.registry, definition, as: context.isRecorded ? .recorded : .new)
            .fields(given, mayClear: true)
        var changes: JSONObject = [:]
        for member in checked.members where (proposal.fields[member.key] ?? .null) != member.value {
            changes[member.key] = member.value
        }
        guard !checked.isEmpty else { throw .badField("fields", "give at least one field to change") }
        guard !changes.isEmpty else { return [] }
        let fields = proposal.text(after: changes)
        try mustBeText(fields)
        let effect = try effect(of: changes, kind)
        if let move = proposal.standingMove, context.isByBody {
            let label = definition.transition(move.transition)?.label ?? move.transition
            try mustFollow(move.decidedAt, decidedAt, "\"\(label)\"")
        }
        let revised = Event.Revised(
            changes: changes, effect: effect, textDigest: textDigest(fields), round: proposal.openRound?.number)
        return [fact(revised, actor: actor, decidedAt: decidedAt)]
    }

    /// The actor, who must be allowed to write every one of these fields.
    private func reviser(_ fields: JSONObject) throws(Refusal) -> Actor {
        let organisers = definition.organisers
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

    /// What a revision does.
    private func effect(
        of changes: JSONObject, _ kind: Command.RevisionKind?
    ) throws(Refusal) -> RevisionEffect {
        let state = definition.state(proposal.state)
        let label = state?.label ?? proposal.state
        switch state?.revision ?? .none {
        case .free: return proposal.openRound == nil ? .free : .closesRound
        case .rounds:
            guard proposal.openRound != nil else { return .free }
            guard let kind else {
                throw .badField(
                    "kind", "say whether the change is \"editorial\" or \"substantive\" while it is \(label)")
            }
            guard kind == .editorial else { return .closesRound }
            for key in changes.keys where definition.form.field(key)?.neverEditorial ?? true {
                throw .unmet(
                    "editorial",
                    "a change of \"\(key)\" is never editorial; call it substantive, and circulate the proposal again",
                    subjects: [key])
            }
            try mustStayFilled(changes, label)
            return .editorial
        case .afterDecision:
            try mustStayFilled(changes, label)
            for change in changes.members {
                try mustBeOpen(change.key, change.value, label)
            }
            return .afterDecision
        case .assigned:
            for key in changes.keys where definition.form.field(key)?.writers.isEmpty ?? true {
                throw .unmet(
                    "assigned",
                    "while it is \(label), only fields change that belong to an office; \"\(key)\" does not",
                    subjects: [key])
            }
            try mustStayFilled(changes, label)
            return proposal.openRound == nil ? .free : .closesRound
        case .none:
            throw .unmet("state", "the text cannot change once it is \(label)")
        }
    }

    /// What a circulation, or a move that was made, needs on this track is not emptied without a new one.
    private func mustStayFilled(_ changes: JSONObject, _ label: String) throws(Refusal) {
        let acts =
            definition.transitions.filter { $0.effect == .openRound }.map(\.id)
            + proposal.moves.filter(\.isUndoable).map(\.transition)
        let track = proposal.track(under: definition)
        for change in changes.members where change.value.isNull {
            let isNeeded = (definition.form.field(change.key)?.needs ?? []).contains { need in
                !need.isHint && acts.contains(need.transition)
                    && (need.tracks.isEmpty || track.map(need.tracks.contains) ?? true)
            }
            guard isNeeded else { continue }
            throw .unmet(
                "form-complete", "\"\(change.key)\" is needed and cannot be emptied while it is \(label)",
                subjects: [change.key])
        }
    }

    /// Once it is decided, only some fields change; of those who organise it, only their contacts.
    private func mustBeOpen(_ key: String, _ value: JSONValue, _ label: String) throws(Refusal) {
        guard let field = definition.form.field(key), field.afterDecision else {
            let open = definition.form.fields.filter(\.afterDecision).map(\.key).joined(separator: ", ")
            throw .unmet(
                "after-decision", "\"\(key)\" cannot change once it is \(label); only \(open) may", subjects: [key])
        }
        guard field.mayChangeAfterDecision(from: proposal.fields[key], to: value) else {
            throw .unmet(
                "after-decision", "once it is \(label), only the contacts in \"\(key)\" change: who organises it stays",
                subjects: [key])
        }
    }

    /// Makes an editorial revision substantive: the round closes, and the text must be circulated again.
    func contestRevision(_ number: Int?, _ given: Instant?) throws(Refusal) -> [EventDraft] {
        try mustSpeak(nil)
        let round = try openRound(for: "a revision is contested")
        let speaker = try anySpeaker(round.roster)
        let decidedAt = try decidedAt(given)
        try mustFollow(round.decidedAt, decidedAt, "the circulation")
        let open = proposal.editorialRevisions.filter { $0.round == round.number && !$0.isContested }
        guard let newest = open.last else {
            throw .unmet("revision", "round \(round.number) has no editorial revision to contest")
        }
        guard let revision = open.first(where: { $0.revision == number ?? newest.revision }) else {
            let known = open.map { String($0.revision) }.joined(separator: ", ")
            throw .unmet(
                "revision",
                "revision \(number ?? 0) is not an editorial revision of round \(round.number); it has \(known)")
        }
        return [
            fact(
                Event.RevisionContested(round: round.number, revision: revision.revision, fields: revision.fields),
                actor: speaker, decidedAt: decidedAt)
        ]
    }
}
