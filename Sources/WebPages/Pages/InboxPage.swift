import CivilTime
package import Lifecycle
package import LineProtocol

/// What waits for somebody: each thing with its title, its reason and the way to it.
package enum InboxPage {
    /// - Parameter definition: the forum's lifecycle, for what its acts are called.
    package static func page(
        _ rows: [Verbs.Inbox.Row], _ end: Verbs.Inbox.End, forum: String, _ definition: LifecycleDefinition?
    ) -> WebPage {
        let items = rows.map { Item($0, definition) }
        return WebPage(
            tr("Inbox"), "inbox",
            Content(
                summary: rows.isEmpty
                    ? nil
                    : tr(
                        rows.count, one: "\(rows.count) thing waits for you.",
                        many: "\(rows.count) things wait for you."),
                pressing: items.filter(\.isOverdue), open: items.filter { $0.isOpen && !$0.isOverdue },
                later: items.filter { !$0.isOpen && !$0.isOverdue }, isEmpty: rows.isEmpty,
                more: end.next.map { PageAddress.inbox + PageAddress.query([("after", $0)]) },
                proposals: PageAddress.forum(forum, "proposals"),
                unreadable: (end.unreadable ?? []).joined(separator: ", ")))
    }

    private struct Content: PageContent {
        let summary: String?
        let pressing: [Item]
        let open: [Item]
        let later: [Item]
        let isEmpty: Bool
        let more: String?
        let proposals: String
        let unreadable: String
    }

    private struct Item: PageContent {
        let ref: String
        let title: String
        let address: String
        let what: String
        let why: String
        let action: Link
        let isOverdue: Bool
        let isOpen: Bool
        let closes: PageTime?
        let due: String?
        let since: String?
        let mark: String?
        let missing: [String]

        init(_ row: Verbs.Inbox.Row, _ definition: LifecycleDefinition?) {
            ref = row.ref
            title = row.title.isEmpty ? tr("(no title)") : PageText.line(row.title)
            address = PageAddress.proposal(row.ref)
            (what, action) = Item.act(row, definition)
            why = Item.reason(row)
            isOverdue = row.isOverdue
            isOpen = row.offer?.isPossible ?? true
            closes = PageTime(row.closes)
            due = row.due.map { PageText.day($0) }
            since = row.since.map { PageText.day($0.date) }
            mark = row.mark.map { PageText.line($0) }
            missing = isOpen ? [] : (row.offer?.missing ?? []).map { PageText.heading($0.label) }
        }

        /// Why it waits. The server says it in English, and by codes for another language.
        private static func reason(_ row: Verbs.Inbox.Row) -> String {
            guard PageReader.current.language != .english else {
                return PageText.capital(PageText.line(row.why, atMost: 300))
            }
            return FindingWords.text(row.reasons).map { PageText.capital(PageText.line($0, atMost: 300)) }
                ?? PageText.message(row.why, atMost: 300)
        }

        /// What to do, and where it is done.
        private static func act(_ row: Verbs.Inbox.Row, _ definition: LifecycleDefinition?) -> (String, Link) {
            let partner = row.partner.map { PageText.line($0) }
            let query = PageAddress.query(row.partner.map { [("partner", $0)] } ?? [])
            func here(_ parts: String...) -> String { PageAddress.path(["p", row.ref] + parts) }
            switch row.what {
            case "position":
                return (
                    partner.map { tr("Position of \($0)") } ?? tr("Position"),
                    Link(tr("Take a position"), here("position") + query)
                )
            case "contest": return (tr("May be contested"), Link(tr("Look at it"), here("contest") + query))
            case "objection", "reservation":
                let stance = Stance(rawValue: row.what).map(StanceWords.label) ?? PageText.capital(row.what)
                return (
                    partner.map { tr("\(made: stance) by \($0)") } ?? stance,
                    Link(tr("Read the reason"), here() + "#positions")
                )
            case "invitation":
                let number = row.invitation.map { "\($0)" } ?? ""
                if let partner {
                    return (
                        tr("Invitation: position of \(partner)"),
                        Link(tr("Take a position"), here("invitations", number, "position") + query)
                    )
                }
                return (
                    tr("Invitation: decision"), Link(tr("Record the decision"), here("invitations", number, "decision"))
                )
            default:
                let label =
                    definition?.transition(row.what)?.label ?? definition?.fact(row.what)?.label
                    ?? PageText.words(row.what)
                let name = PageText.heading(label)
                guard row.offer?.isPossible ?? true else { return (name, Link(tr("See what is missing"), here())) }
                return (name, Link("\(name)…", PageAddress.act(row.ref, row.what)))
            }
        }
    }
}
