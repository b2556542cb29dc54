import CivilTime
package import Lifecycle
package import LineProtocol

/// The proposals of a forum, with what chooses among them in the address.
package enum ProposalListPage {
    /// What chooses, as it stands in the address.
    package struct Filter: Sendable {
        package var state: String?
        package var partner: String?
        package var track: String?
        package var origin: String?
        package var text: String?

        package init(_ query: FormValues) {
            state = query.text("state")
            partner = query.text("partner")
            track = query.text("track")
            origin = query.text("origin")
            text = query.text("text")
        }

        var query: [(String, String)] {
            [("state", state), ("partner", partner), ("track", track), ("origin", origin), ("text", text)].compactMap {
                name, value in value.map { (name, $0) }
            }
        }
    }

    package static func page(
        forum: String, _ rows: [ListedProposal], count: Int, next: String?, instead: [String: [String]] = [:],
        _ filter: Filter, _ definition: LifecycleDefinition?, partners: [ShownPartner], mayPropose: Bool
    ) -> WebPage {
        let names = Dictionary(partners.map { ($0.id, $0.name) }) { first, _ in first }
        let here = ["f", forum, "proposals"]
        func option(_ id: String, _ label: String, _ chosen: String?) -> Control.Option {
            Control.Option(id: "", value: id, label: label, isChosen: id == chosen)
        }
        return WebPage(
            tr("Proposals"), "proposals",
            Content(
                action: PageAddress.path(here), text: filter.text ?? "",
                states: (definition?.states ?? []).map { option($0.id, PageText.heading($0.label), filter.state) },
                partners: partners.filter { $0.left == nil }.sorted { $0.name < $1.name }.map {
                    option($0.id, PageText.name($0.name), filter.partner)
                },
                tracks: (definition?.tracks ?? []).map { option($0.id, PageText.heading($0.label), filter.track) },
                origins: [
                    option("all", tr("With the archive"), filter.origin),
                    option("archive", tr("Only the archive"), filter.origin),
                ],
                rows: rows.map { Row($0, names, definition) },
                summary: rows.isEmpty
                    ? nil
                    : next == nil
                        ? tr(count, one: "\(count) proposal", many: "\(count) proposals")
                        : tr(count, one: "\(count) proposal on this page", many: "\(count) proposals on this page"),
                isEmpty: rows.isEmpty, isFiltered: !filter.query.isEmpty,
                instead: instead.sorted { $0.key < $1.key }.map { asked, words in
                    tr("No text has “\(PageText.line(asked))”; searched for \(PageText.line(words.listing)) instead.")
                },
                next: next.map { PageAddress.path(here, filter.query + [("after", $0)]) },
                all: PageAddress.path(here), new: mayPropose ? PageAddress.forum(forum, "new") : nil))
    }

    private struct Content: PageContent {
        let action: String
        let text: String
        let states: [Control.Option]
        let partners: [Control.Option]
        let tracks: [Control.Option]
        let origins: [Control.Option]
        let rows: [Row]
        let summary: String?
        let isEmpty: Bool
        let isFiltered: Bool
        let instead: [String]
        let next: String?
        let all: String
        let new: String?
    }

    struct Row: PageContent {
        let ref: String
        let address: String
        let title: String
        let state: String
        let days: String?
        let proposer: String?
        let track: String?
        let closes: PageTime?
        let notHeard: String?
        let standing: String?

        init(_ row: ListedProposal, _ partners: [String: String], _ definition: LifecycleDefinition?) {
            ref = row.ref
            address = PageAddress.proposal(row.ref)
            title = row.title.map { PageText.line($0) } ?? tr("(no title)")
            state =
                row.origin == "archive"
                ? tr("Archive")
                : PageText.label(row.stateLabel ?? definition?.state(row.state)?.label ?? PageText.words(row.state))
            days = PageText.days(row.starts, row.ends)
            proposer = row.standing?.proposer.map { PageText.name(partners[$0] ?? $0) }
            track = row.standing?.track.map { id in
                PageText.label(definition?.tracks.first { $0.id == id }?.label ?? id)
            }
            closes = PageTime(row.standing?.closes)
            let silent = row.standing?.round == nil ? 0 : row.standing?.notHeard ?? 0
            notHeard = silent > 0 ? tr("\(silent) not heard") : nil
            let told = row.activity?.standing ?? ""
            standing = ["postponed", "cancelled"].contains(told) ? PageText.label(told) : nil
        }
    }
}
