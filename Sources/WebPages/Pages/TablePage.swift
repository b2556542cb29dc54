/// A page of tables: what a forum keeps besides its proposals, each row with what can be done about it.
package enum TablePage {
    package struct Parts: Sendable {
        package var title: String
        package var lead: String?
        /// What can be done here; the first is the main thing.
        package var links: [(String, String)] = []
        package var sections: [Section] = []
        /// Where it belongs.
        package var up: (String, String)?

        package init(_ title: String, lead: String? = nil) {
            self.title = title
            self.lead = lead
        }
    }

    package struct Section: Sendable {
        package var heading: String
        package var columns: [String]
        package var rows: [Row]
        /// What is said where there are no rows.
        package var empty: String

        package init(_ heading: String, columns: [String], rows: [Row], empty: String) {
            self.heading = heading
            self.columns = columns
            self.rows = rows
            self.empty = empty
        }
    }

    package struct Row: PageContent {
        var cells: [Cell]
        var actions: [Link]

        /// - Parameters:
        ///   - first: the heading of the row, and where it leads.
        ///   - actions: what can be done, and where.
        package init(
            _ first: String, _ address: String? = nil, _ others: [String] = [], actions: [(String, String)] = []
        ) {
            cells =
                [Cell(text: PageText.line(first), address: address, isFirst: true)]
                + others.map { Cell(text: PageText.line($0, atMost: 800), address: nil, isFirst: false) }
            self.actions = actions.map { Link(PageText.line($0.0), $0.1) }
        }
    }

    struct Cell: PageContent {
        let text: String
        let address: String?
        let isFirst: Bool
    }

    package static func page(_ parts: Parts) -> WebPage { WebPage(parts.title, "table", Content(parts)) }

    struct Content: PageContent {
        let heading: String
        let lead: String?
        let up: Link?
        let links: [Link]
        let sections: [Shown]

        init(_ parts: Parts) {
            heading = PageText.line(parts.title)
            lead = parts.lead.map { PageText.line($0, atMost: 2000) }
            up = parts.up.map { Link(PageText.line($0.0), $0.1) }
            links = parts.links.map { Link(PageText.line($0.0), $0.1) }
            sections = parts.sections.map { section in
                Shown(
                    heading: PageText.line(section.heading), columns: section.columns, rows: section.rows,
                    empty: section.empty, hasActs: section.rows.contains { !$0.actions.isEmpty })
            }
        }
    }

    struct Shown: PageContent {
        let heading: String
        let columns: [String]
        let rows: [Row]
        let empty: String
        let hasActs: Bool
    }
}
