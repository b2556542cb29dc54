import CanonicalJSON
package import Lifecycle
package import LineProtocol
import Proposals

/// What changed between two revisions of a text, word by word.
package enum DifferencePage {
    /// Nil where there are no such revisions among the events.
    package static func page(
        from: Int, to: Int, _ events: [ShownEvent], _ proposal: ShownProposal, _ definition: LifecycleDefinition?,
        partners: [ShownPartner]
    ) -> WebPage? {
        var (revision, text): (Int, JSONObject) = (0, [:])
        var texts: [Int: (text: JSONObject, time: PageTime?)] = [:]
        for event in events {
            var next = text
            HistoryPage.apply(event, to: &next)
            if revision == 0 || next != text {
                revision += 1
                text = next
                texts[revision] = (text, PageTime(event.recordedAt))
            }
        }
        guard from < to, let old = texts[from], let new = texts[to] else { return nil }
        let names = Dictionary(partners.map { ($0.id, $0.name) }) { first, _ in first }
        var changes = JSONObject()
        for key in Set(old.text.keys + new.text.keys) where old.text[key] != new.text[key] {
            changes[key] = new.text[key] ?? .null
        }
        let words = EventWords(definition: definition, partners: names)
        return WebPage(
            tr("What changed in \(proposal.ref)"), "difference",
            Content(
                head: ProposalHead(proposal, definition, partners: names), from: from, to: to, fromTime: old.time,
                toTime: new.time, changes: words.changes(changes, old.text),
                others: (1..<max(revision, 1)).map { one in
                    Link(
                        tr("revision \(one) to \(one + 1)"),
                        PageAddress.proposal(proposal.ref, "diff", "\(one)..\(one + 1)"),
                        isHere: one == from && to == one + 1)
                }))
    }

    private struct Content: PageContent {
        let head: ProposalHead
        let from: Int
        let to: Int
        let fromTime: PageTime?
        let toTime: PageTime?
        let changes: [EventWords.Change]
        let others: [Link]
    }
}
