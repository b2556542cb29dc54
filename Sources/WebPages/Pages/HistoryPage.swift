package import CanonicalJSON
import CivilTime
package import Lifecycle
package import LineProtocol
import Proposals

/// The history of a proposal as a timeline: who did what, when it was decided and when it was recorded, and what changed.
package enum HistoryPage {
    /// - Parameter before: the text before the first of the events; nothing where they begin with the draft.
    package static func page(
        _ answer: TypedAnswer<ShownEvent, Verbs.History.End>, _ definition: LifecycleDefinition?,
        partners: [ShownPartner],
        before: JSONObject = [:]
    ) -> WebPage {
        let names = Dictionary(partners.map { ($0.id, $0.name) }) { first, _ in first }
        let proposal = answer.end.proposal
        return WebPage(
            tr("History of \(proposal.ref)"), "history",
            Content(
                head: ProposalHead(proposal, definition, partners: names),
                entries: entries(
                    answer.rows, EventWords(definition: definition, partners: names), ref: proposal.ref, before),
                next: answer.end.next.map {
                    PageAddress.path(["p", proposal.ref, "history"], [("after", "\($0)")])
                }))
    }

    private struct Content: PageContent {
        let head: ProposalHead
        let entries: [TimelineEntry]
        let next: String?
    }

    /// Events of partners that say the same one after another are one entry.
    private static func entries(
        _ events: [ShownEvent], _ words: EventWords, ref: String, _ before: JSONObject
    ) -> [TimelineEntry] {
        var entries: [TimelineEntry] = []
        var text = before
        var index = 0
        while index < events.count {
            let event = events[index]
            let told = words.told(event, before: text)
            var partners: [String] = []
            var end = index + 1
            if let saying = saying(event) {
                partners.append(saying.partner)
                while end < events.count, let other = self.saying(events[end]), other.what == saying.what,
                    events[end].decidedAt?.date == event.decidedAt?.date
                {
                    partners.append(other.partner)
                    end += 1
                }
            }
            apply(event, to: &text)
            let names = partners.map { PageText.name(words.partners[$0] ?? $0) }
            let headline =
                names.count > 1
                ? tr(
                    names.count, one: "\(names.count) partner: \(made: told.what ?? "")",
                    many: "\(names.count) partners: \(made: told.what ?? "")") : told.headline
            let last = events[end - 1]
            entries.append(
                TimelineEntry(
                    headline: headline, style: told.style, version: last.version,
                    then: PageAddress.proposal("\(ref)@\(last.version)"),
                    clocks: Clocks(event.decidedAt, last.recordedAt),
                    by: names.count > 1 ? nil : OfficeWords.actor(event.actor), details: told.details,
                    changes: told.changes,
                    folded: names.count > 1 ? names.listing : nil,
                    leaf: last.leafHash.map { String($0.prefix(16)) }))
            index = end
        }
        return entries
    }

    /// What a partner says, where there is nothing else to tell of it.
    private static func saying(_ event: ShownEvent) -> (partner: String, what: String)? {
        switch EventWords.body(event) {
        case let position as Event.PositionTaken:
            guard position.words.reason == nil, position.words.resolves == nil, !position.words.isRelayed else {
                return nil
            }
            return (position.partner, "position \(position.stance.rawValue) \(position.isLate)")
        case let receipt as Event.Acknowledged: return (receipt.partner, "acknowledged")
        default: return nil
        }
    }

    /// The text as an event leaves it.
    static func apply(_ event: ShownEvent, to text: inout JSONObject) {
        let changes: JSONObject?
        switch EventWords.body(event) {
        case let opened as any OpeningBody:
            text = opened.opening.fields
            return
        case let revised as Event.Revised: changes = revised.changes
        case let moved as Event.Moved: changes = moved.writes?.changes
        default: return
        }
        for change in changes?.members ?? [] { text[change.key] = change.value.isNull ? nil : change.value }
    }
}
