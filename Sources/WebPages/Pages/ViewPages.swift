package import CanonicalJSON
import CivilTime
package import LineProtocol

/// The lists and reports of a forum.
package enum ViewPages {
    package static func list(forum: String, _ views: [Verbs.View.Listed]) -> WebPage {
        WebPage(
            tr("Views"), "views",
            List(
                views: views.map { view in
                    Listed(
                        label: PageText.label(view.label), about: PageText.label(view.about),
                        address: PageAddress.forum(forum, "views", view.view), isPublic: view.isPublic,
                        kind: PageText.words(view.kind))
                }))
    }

    /// A view with its rows.
    /// - Parameter query: its parameters, as they stand in the address.
    package static func page(
        forum: String, _ listed: Verbs.View.Listed?, _ shown: Verbs.View.Shown, _ rows: [JSONObject],
        query: [(String, String)]
    ) -> WebPage {
        let path = ["f", forum, "views", shown.view]
        let formats = shown.formats ?? listed?.formats ?? []
        func address(_ format: String) -> String { PageAddress.path(path, query + [("format", format)]) }
        let columns = shown.columns ?? []
        let words = ValueWords()
        return WebPage(
            PageText.label(shown.label), "view",
            Content(
                label: PageText.label(shown.label), about: listed.map { PageText.label($0.about) },
                of: PageTime(shown.of),
                views: PageAddress.forum(forum, "views"), action: PageAddress.path(path),
                parameters: (listed?.parameters ?? []).map { name in
                    Parameter(
                        name: name, label: PageText.label(ofID: name), value: query.first { $0.0 == name }?.1 ?? "")
                },
                chart: formats.contains("svg") && !rows.isEmpty ? address("svg") : nil,
                files: formats.filter { $0 != "svg" }.map { Link(ViewPages.name(of: $0), address($0)) },
                columns: columns.map { Column(label: PageText.label($0.label), style: style($0.type)) },
                rows: rows.map { row in
                    columns.map { column in
                        let value = row[column.key] ?? .null
                        let text = value.isNull ? column.blank ?? "" : words.text(value)
                        let ref = column.type == "ref" ? value.string : nil
                        return Cell(
                            text: PageText.line(text, atMost: 600), style: style(column.type),
                            address: ref.map { PageAddress.proposal($0) } ?? (value.string.flatMap(PageAddress.outside))
                        )
                    }
                }.map { Row(cells: $0) },
                summary: tr(rows.count, one: "\(rows.count) row", many: "\(rows.count) rows"),
                totals: (shown.totals?.members ?? []).filter { $0.key != "count" }.prefix(12).compactMap { member in
                    guard member.value.array == nil else { return nil }
                    let label = columns.first { $0.key == member.key }?.label ?? PageText.words(member.key)
                    return Pair(label: PageText.label(label), lines: words.lines(member.value))
                }))
    }

    private static func style(_ type: String) -> String {
        ["integer", "money", "percent", "duration"].contains(type) ? "number" : "cell"
    }

    private static func name(of format: String) -> String {
        switch format {
        case "csv": tr("Table for spreadsheets (CSV)")
        case "atom": tr("Feed (Atom)")
        case "ical": tr("Calendar (iCalendar)")
        default: format
        }
    }

    private struct List: PageContent {
        let views: [Listed]
    }

    private struct Listed: PageContent {
        let label: String
        let about: String
        let address: String
        let isPublic: Bool
        let kind: String
    }

    private struct Content: PageContent {
        let label: String
        let about: String?
        let of: PageTime?
        let views: String
        let action: String
        let parameters: [Parameter]
        let chart: String?
        let files: [Link]
        let columns: [Column]
        let rows: [Row]
        let summary: String
        let totals: [Pair]
    }

    private struct Parameter: PageContent {
        let name: String
        let label: String
        let value: String
    }

    private struct Column: PageContent {
        let label: String
        let style: String
    }

    private struct Row: PageContent {
        let cells: [Cell]
    }

    private struct Cell: PageContent {
        let text: String
        let style: String
        let address: String?
    }
}
