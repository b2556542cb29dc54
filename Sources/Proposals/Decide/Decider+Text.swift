package import CanonicalJSON
import CivilTime
import Lifecycle
import Record

/// What is said of changes of the text.
enum TextSentence: String, EngineSentence {
    static let room = "text"

    case toWrite = "write \"{field}\""
    case toRevise = "revise the text"
    case revisionIsContested = "a revision is contested"
    case neverEditorial = """
        a change of "{field}" is never editorial; call it substantive, and circulate the proposal again
        """
    case notAssigned = "while it is {state}, only fields change that belong to an office; \"{field}\" does not"
    case fixed = "the text cannot change once it is {state}"
    case staysFilled = "\"{field}\" is needed and cannot be emptied while it is {state}"
    case fieldFixed = "\"{field}\" cannot change once it is {state}; only {open} may"
    case onlyContacts = "once it is {state}, only the contacts in \"{field}\" change: who organises it stays"
    case noEditorialRevision = "round {round} has no editorial revision to contest"
    case otherRevision = "revision {revision} is not an editorial revision of round {round}; it has {known}"
}

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
                writers.isEmpty ? definition.writers + organisers : writers, TextSentence.toWrite,
                ["field": .text(label)])
        }
        if let actor { return actor }
        return try self.actor(definition.writers + organisers, TextSentence.toRevise)
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
                    "editorial", Reason(TextSentence.neverEditorial, ["field": .text(key)]), subjects: [key])
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
                    Reason(TextSentence.notAssigned, ["state": .text(label), "field": .text(key)]),
                    subjects: [key])
            }
            try mustStayFilled(changes, label)
            return proposal.openRound == nil ? .free : .closesRound
        case .none:
            throw .unmet("state", Reason(TextSentence.fixed, ["state": .text(label)]))
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
                "form-complete",
                Reason(TextSentence.staysFilled, ["field": .text(change.key), "state": .text(label)]),
                subjects: [change.key])
        }
    }

    /// Once it is decided, only some fields change; of those who organise it, only their contacts.
    private func mustBeOpen(_ key: String, _ value: JSONValue, _ label: String) throws(Refusal) {
        guard let field = definition.form.field(key), field.afterDecision else {
            let open = definition.form.fields.filter(\.afterDecision).map(\.key)
            throw .unmet(
                "after-decision",
                Reason(
                    TextSentence.fieldFixed, ["field": .text(key), "state": .text(label), "open": .list(open)]),
                subjects: [key])
        }
        guard field.mayChangeAfterDecision(from: proposal.fields[key], to: value) else {
            throw .unmet(
                "after-decision",
                Reason(TextSentence.onlyContacts, ["state": .text(label), "field": .text(key)]),
                subjects: [key])
        }
    }

    /// Makes an editorial revision substantive: the round closes, and the text must be circulated again.
    func contestRevision(_ number: Int?, _ given: Instant?) throws(Refusal) -> [EventDraft] {
        try mustSpeak(nil)
        let round = try openRound(for: TextSentence.revisionIsContested)
        let speaker = try anySpeaker(round.roster)
        let decidedAt = try decidedAt(given)
        try mustFollow(round.decidedAt, decidedAt, "the circulation")
        let open = proposal.editorialRevisions.filter { $0.round == round.number && !$0.isContested }
        guard let newest = open.last else {
            throw .unmet(
                "revision", Reason(TextSentence.noEditorialRevision, ["round": .number(round.number)]))
        }
        guard let revision = open.first(where: { $0.revision == number ?? newest.revision }) else {
            throw .unmet(
                "revision",
                Reason(
                    TextSentence.otherRevision,
                    [
                        "revision": .number(number ?? 0), "round": .number(round.number),
                        "known": .list(open.map { String($0.revision) }),
                    ]))
        }
        return [
            fact(
                Event.RevisionContested(round: round.number, revision: revision.revision, fields: revision.fields),
                actor: speaker, decidedAt: decidedAt)
        ]
    }
}
