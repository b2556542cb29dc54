import CanonicalJSON
import CivilTime
import Lifecycle
import LineProtocol
import Proposals
import Wording

/// What one event of a proposal says happened, in words.
struct EventWords: Sendable {
    let definition: LifecycleDefinition?
    let partners: [String: String]

    /// A headline, and what there is to tell besides.
    struct Told: Sendable {
        var headline: String
        var style = "act"
        var details: [Pair] = []
        /// What the fields that it changes were before and are now.
        var changes: [Change] = []
    }

    struct Change: Sendable {
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
            Told(headline: "Entered in the archive" + (archived.opening.year.map { ", year \($0)" } ?? ""))
        case let moved as Event.Moved: self.moved(moved, event, before)
        case let revised as Event.Revised: self.revised(revised, before)
        case let contested as Event.RevisionContested:
            Told(headline: "Revision \(contested.revision) contested: it is substantive")
        case let taken as Event.PositionTaken:
            Told(
                headline:
                    "\(partner(taken.partner)): \(StanceWords.label(taken.stance).lowercased())\(taken.isLate ? ", late" : "")",
                style: taken.stance.rawValue, details: reasons(taken.words))
        case let retracted as Event.PositionRetracted:
            Told(headline: "\(partner(retracted.partner)): position retracted", style: "none")
        case let contested as Event.PositionContested:
            Told(headline: "\(partner(contested.partner)): the relayed position is contested", style: "none")
        case let acknowledged as Event.Acknowledged:
            Told(headline: "\(partner(acknowledged.partner)): receipt acknowledged", style: "small")
        case let silent as Event.TacitRecorded:
            Told(
                headline: "Silent after the deadline: \(counted(silent.partners.count, "partner"))", style: "tacit",
                details: [pair("Partners", silent.partners.map(partner).joined(separator: ", "))])
        case let deadline as Event.DeadlineMoved:
            Told(
                headline: "Deadline \(deadline.from == nil ? "set" : "moved") to \(PageText.minute(deadline.closes))",
                details: [
                    deadline.from.map { pair("Before", PageText.minute($0)) },
                    deadline.reason.map { pair("Reason", $0) },
                ]
                .compactMap(\.self))
        case let passed as Event.DeadlinePassed:
            Told(headline: "Deadline passed" + (passed.closes.map { ": \(PageText.minute($0))" } ?? ""), style: "small")
        case let fact as Event.FactRecorded:
            Told(
                headline: PageText.capital(
                    PageText.line(definition?.fact(fact.fact)?.label ?? PageText.words(fact.fact))),
                details: inputs(fact.inputs, definition?.fact(fact.fact)?.inputs ?? []))
        case let noted as Event.Noted:
            Told(headline: "Note", style: "small", details: [pair("Text", noted.text ?? "")])
        case let proposed as Event.InvitationProposed:
            Told(
                headline: "Invitation \(proposed.invitation) proposed: \(PageText.line(proposed.invitee))",
                details: [pair("Event", proposed.event)])
        case let said as Event.InvitationPosition:
            Told(
                headline: "Invitation \(said.invitation), \(partner(said.partner)): "
                    + (said.stance.map { StanceWords.label($0).lowercased() } ?? "position retracted"),
                style: said.stance?.rawValue ?? "none", details: reasons(said.words))
        case let decided as Event.InvitationDecided:
            Told(headline: "Invitation \(decided.invitation) \(PageText.line(decided.outcome.rawValue))")
        case let migrated as Event.Migrated:
            Told(headline: "Moved to version \(migrated.lifecycle.version) of its lifecycle")
        case let filed as Event.Filed:
            Told(
                headline: "Document filed: \(PageText.line(filed.document.name))",
                details: [pair("Digest", filed.document.digest)])
        default: Told(headline: PageText.words(PageText.line(event.kind)))
        }
    }

    private func partner(_ id: String) -> String { PageText.line(partners[id] ?? id) }

    private func pair(_ label: String, _ text: String) -> Pair { Pair(label: label, lines: [ValueWords.Line(text)]) }

    private func drafted(_ opening: Opening) -> Told {
        let proposer = opening.proposer.map { " by \(partner($0))" } ?? ""
        return Told(headline: (opening.source == nil ? "Drafted" : "Imported as a draft") + proposer)
    }

    private func moved(_ moved: Event.Moved, _ event: ShownEvent, _ before: JSONObject) -> Told {
        let transition = definition?.transition(moved.transition)
        var headline = PageText.capital(PageText.line(transition?.label ?? PageText.words(moved.transition)))
        if let from = event.from, let to = event.to, from != to {
            headline += ": \(state(from)) → \(state(to))"
        }
        var told = Told(headline: headline, style: "move")
        told.details = inputs(moved.inputs ?? [:], transition?.inputs ?? [])
        if let round = moved.circulation, let closes = round.closes, moved.inputs?["closes"] == nil {
            told.details.append(pair("Deadline", PageText.minute(closes)))
        }
        told.changes = changes(moved.writes?.changes ?? [:], before)
        return told
    }

    private func revised(_ revised: Event.Revised, _ before: JSONObject) -> Told {
        let headline =
            switch revised.effect {
            case .free: "Revised"
            case .editorial: "Revised, editorial: positions stay"
            case .closesRound: "Revised, substantive: the round is closed"
            case .afterDecision: "Changed after the decision"
            }
        return Told(headline: headline, changes: changes(revised.changes, before))
    }

    private func state(_ id: String) -> String { PageText.line(definition?.state(id)?.label ?? id) }

    private func inputs(_ inputs: JSONObject, _ known: [InputDefinition]) -> [Pair] {
        Pair.inputs(inputs, known, definition, ValueWords(partners: partners))
    }

    private func reasons(_ words: PositionWords) -> [Pair] {
        [
            words.reason.map { pair("Reason", $0) }, words.resolves.map { pair("Would be lifted by", $0) },
            words.relayed.map { pair("Relayed from", "\($0.from), received \(PageText.minute($0.receivedAt))") },
        ].compactMap(\.self)
    }

    /// Old and new values of fields, word by word.
    func changes(_ changes: JSONObject, _ before: JSONObject) -> [Change] {
        let order = definition?.form.fields.map(\.key) ?? []
        let keys = order.filter { changes[$0] != nil } + changes.keys.filter { !order.contains($0) }
        let words = ValueWords(partners: partners)
        return keys.compactMap { key in
            guard let value = changes[key] else { return nil }
            let old = before[key].map(words.text) ?? ""
            let new = value.isNull ? "" : words.text(value)
            let difference = TextDifference(old, new)
            return Change(
                label: PageText.line(definition?.form.field(key)?.label ?? PageText.words(key)),
                before: difference.before, after: difference.after, isNew: old.isEmpty, isEmptied: new.isEmpty)
        }
    }
}
