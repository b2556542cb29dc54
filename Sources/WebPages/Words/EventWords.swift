import CanonicalJSON
import CivilTime
import Lifecycle
import LineProtocol
import Proposals

/// What one event of a proposal, or of a registry, says happened, in words.
struct EventWords: Sendable {
    let definition: LifecycleDefinition?
    let partners: [String: String]

    /// A headline, and what there is to tell besides.
    struct Told: PageContent {
        var headline: String
        /// What it says without who says it.
        var what: String?
        var style = "act"
        var details: [Pair] = []
        /// What the fields that it changes were before and are now.
        var changes: [Change] = []
    }

    struct Change: PageContent {
        let label: String
        let before: [TextDifference.Piece]
        let after: [TextDifference.Piece]
        let isNew: Bool
        let isEmptied: Bool
    }

    /// What the event says, in the type of its kind; nil where this program does not know the kind.
    static func body(_ event: ShownEvent) -> (any EventBody)? {
        guard let kind = EventKind(rawValue: event.kind) else { return nil }
        switch kind.body {
        case .opening(let type): return try? type.init(event.data)
        case .proposal(let type): return try? type.init(event.data)
        case .registry(let type): return try? type.init(event.data)
        }
    }

    /// - Parameter before: the text before the event.
    func told(_ event: ShownEvent, before: JSONObject = [:]) -> Told {
        switch EventWords.body(event) {
        case let opened as Event.Drafted: drafted(opened.opening)
        case let archived as Event.Archived:
            Told(
                headline: archived.opening.year.map { tr("Entered in the archive, year \($0)") }
                    ?? tr("Entered in the archive"))
        case let moved as Event.Moved: self.moved(moved, event, before)
        case let revised as Event.Revised: self.revised(revised, before)
        case let contested as Event.RevisionContested:
            Told(headline: tr("Revision \(contested.revision) contested: it is substantive"))
        case let taken as Event.PositionTaken:
            said(
                taken.partner,
                taken.isLate
                    ? tr("\(made: StanceWords.spoken(taken.stance)), late") : StanceWords.spoken(taken.stance),
                style: taken.stance.rawValue, details: reasons(taken.words))
        case let retracted as Event.PositionRetracted:
            Told(headline: of(retracted.partner, tr("position retracted")), style: "none")
        case let contested as Event.PositionContested:
            Told(headline: of(contested.partner, tr("the relayed position is contested")), style: "none")
        case let acknowledged as Event.Acknowledged:
            said(acknowledged.partner, tr("receipt acknowledged"), style: "small")
        case let silent as Event.TacitRecorded:
            Told(
                headline: tr(
                    silent.partners.count, one: "Silent after the deadline: \(silent.partners.count) partner",
                    many: "Silent after the deadline: \(silent.partners.count) partners"), style: "tacit",
                details: [pair(tr("Partners"), silent.partners.map(partner).listing)])
        case let deadline as Event.DeadlineMoved:
            Told(
                headline: deadline.from == nil
                    ? tr("Deadline set to \(made: PageText.minute(deadline.closes))")
                    : tr("Deadline moved to \(made: PageText.minute(deadline.closes))"),
                details: [
                    deadline.from.map { pair(tr("Before"), PageText.minute($0)) },
                    deadline.reason.map { pair(tr("Reason"), $0) },
                ]
                .compactMap(\.self))
        case let passed as Event.DeadlinePassed:
            Told(
                headline: passed.closes.map { tr("Deadline passed: \(made: PageText.minute($0))") }
                    ?? tr("Deadline passed"), style: "small")
        case let fact as Event.FactRecorded:
            Told(
                headline: PageText.heading(definition?.fact(fact.fact)?.label ?? PageText.words(fact.fact)),
                details: inputs(fact.inputs, definition?.fact(fact.fact)?.inputs ?? []))
        case let noted as Event.Noted:
            Told(headline: tr("Note"), style: "small", details: [pair(tr("Text"), noted.text ?? "")])
        case let proposed as Event.InvitationProposed:
            Told(
                headline: tr("Invitation \(proposed.invitation) proposed: \(PageText.line(proposed.invitee))"),
                details: [pair(tr("Event"), proposed.event)])
        case let said as Event.InvitationPosition:
            Told(
                headline: tr(
                    "Invitation \(said.invitation), \(partner(said.partner)): \(made: said.stance.map(StanceWords.spoken) ?? tr("position retracted"))"
                ),
                style: said.stance?.rawValue ?? "none", details: reasons(said.words))
        case let decided as Event.InvitationDecided:
            Told(
                headline: tr("Invitation \(decided.invitation): \(made: PageText.label(decided.outcome.rawValue))"))
        case let migrated as Event.Migrated:
            Told(headline: tr("Moved to version \(migrated.lifecycle.version) of its lifecycle"))
        case let filed as Event.Filed:
            Told(
                headline: tr("Document filed: \(PageText.line(filed.document.name))"),
                details: [pair(tr("Digest"), filed.document.digest)])
        default: RegistryWords(partners: partners).told(event) ?? Told(headline: PageText.label(ofID: event.kind))
        }
    }

    private func partner(_ id: String) -> String { PageText.name(partners[id] ?? id) }

    private func said(_ partner: String, _ what: String, style: String, details: [Pair] = []) -> Told {
        Told(headline: of(partner, what), what: what, style: style, details: details)
    }

    /// Who, and what.
    private func of(_ partner: String, _ what: String) -> String {
        tr("\(self.partner(partner)): \(made: what)")
    }

    private func pair(_ label: String, _ text: String) -> Pair { Pair(label: label, lines: [ValueWords.Line(text)]) }

    private func drafted(_ opening: Opening) -> Told {
        let isImported = opening.source != nil
        guard let proposer = opening.proposer.map(partner) else {
            return Told(headline: isImported ? tr("Imported as a draft") : tr("Drafted"))
        }
        return Told(headline: isImported ? tr("Imported as a draft by \(proposer)") : tr("Drafted by \(proposer)"))
    }

    private func moved(_ moved: Event.Moved, _ event: ShownEvent, _ before: JSONObject) -> Told {
        let transition = definition?.transition(moved.transition)
        var headline = PageText.heading(transition?.label ?? PageText.words(moved.transition))
        if let from = event.from, let to = event.to, from != to {
            headline = tr("\(made: headline): \(made: state(from)) → \(made: state(to))")
        }
        var told = Told(headline: headline, style: "move")
        told.details = inputs(moved.inputs ?? [:], transition?.inputs ?? [])
        if let round = moved.circulation, let closes = round.closes, moved.inputs?["closes"] == nil {
            told.details.append(pair(tr("Deadline"), PageText.minute(closes)))
        }
        told.changes = changes(moved.writes?.changes ?? [:], before)
        return told
    }

    private func revised(_ revised: Event.Revised, _ before: JSONObject) -> Told {
        let headline =
            switch revised.effect {
            case .free: tr("Revised")
            case .editorial: tr("Revised, editorial: positions stay")
            case .closesRound: tr("Revised, substantive: the round is closed")
            case .afterDecision: tr("Changed after the decision")
            }
        return Told(headline: headline, changes: changes(revised.changes, before))
    }

    private func state(_ id: String) -> String { PageText.label(definition?.state(id)?.label ?? id) }

    private func inputs(_ inputs: JSONObject, _ known: [InputDefinition]) -> [Pair] {
        Pair.inputs(inputs, known, definition, ValueWords(partners: partners))
    }

    private func reasons(_ words: PositionWords) -> [Pair] {
        [
            words.reason.map { pair(tr("Reason"), $0) }, words.resolves.map { pair(tr("Would be lifted by"), $0) },
            words.relayed.map {
                pair(tr("Relayed from"), tr("\($0.from), received \(made: PageText.minute($0.receivedAt))"))
            },
        ].compactMap(\.self)
    }

    /// Old and new values of fields, word by word.
    func changes(_ changes: JSONObject, _ before: JSONObject) -> [Change] {
        let order = definition?.form.fields.map(\.key) ?? []
        let keys = order.filter { changes[$0] != nil } + changes.keys.filter { !order.contains($0) }
        let words = ValueWords(partners: partners)
        return keys.compactMap { key in
            guard let value = changes[key] else { return nil }
            let type = definition?.form.field(key)?.type
            let old = before[key].map { words.text($0, of: type) } ?? ""
            let new = value.isNull ? "" : words.text(value, of: type)
            let difference = TextDifference(old, new)
            return Change(
                label: PageText.label(definition?.form.field(key)?.label ?? PageText.words(key)),
                before: difference.before, after: difference.after, isNew: old.isEmpty, isEmptied: new.isEmpty)
        }
    }
}
