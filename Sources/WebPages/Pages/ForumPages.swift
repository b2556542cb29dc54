package import CanonicalJSON
import CivilTime
package import LineProtocol

/// A forum's board, for everybody; for its own people the way to the rest as well.
package enum ForumPages {
    /// A public view with its rows.
    package struct Board: Sendable {
        package var listed: Verbs.View.Listed
        package var rows: [JSONObject]

        package init(_ listed: Verbs.View.Listed, _ rows: [JSONObject]) {
            self.listed = listed
            self.rows = rows
        }
    }

    package static func home(_ forums: [ShownForum]) -> WebPage {
        WebPage(
            tr("Forums"), "home",
            Home(
                forums: forums.map { forum in
                    Listed(
                        name: PageText.name(forum.name ?? forum.forum), address: PageAddress.forum(forum.forum),
                        mark: forum.mark.map { PageText.line($0) })
                }))
    }

    /// - Parameter places: the pages for the forum's own people.
    package static func page(
        _ forum: ShownForum, _ boards: [Board], places: [(String, String)], year: Int? = nil
    ) -> WebPage {
        let name = PageText.name(forum.name ?? forum.forum)
        let formats = boards.first?.listed.formats ?? []
        return WebPage(
            name, "forum",
            Content(
                name: name, boards: boards.map { Shown($0, forum.forum) },
                isEmpty: boards.allSatisfy { $0.rows.isEmpty },
                calendar: formats.contains("ical") ? PageAddress.forum(forum.forum, "calendar.ics") : nil,
                feed: formats.contains("atom") ? PageAddress.forum(forum.forum, "feed.atom") : nil,
                record: PageAddress.forum(forum.forum, "record"), places: places.map { Link($0.0, $0.1) }))
    }

    private static func activities(_ count: Int) -> String {
        tr(count, one: "\(count) activity", many: "\(count) activities")
    }

    private struct Home: PageContent {
        let forums: [Listed]
    }

    private struct Listed: PageContent {
        let name: String
        let address: String
        let mark: String?
    }

    private struct Content: PageContent {
        let name: String
        let boards: [Shown]
        let isEmpty: Bool
        let calendar: String?
        let feed: String?
        let record: String
        let places: [Link]
    }

    private struct Shown: PageContent {
        let label: String
        let about: String
        let years: [Year]
        let isEmpty: Bool

        init(_ board: Board, _ forum: String) {
            label = PageText.label(board.listed.label)
            about = PageText.label(board.listed.about)
            let entries = board.rows.map { Entry($0) }
            isEmpty = entries.isEmpty
            var order: [String] = []
            var byYear: [String: [Entry]] = [:]
            for entry in entries {
                if byYear[entry.year] == nil { order.append(entry.year) }
                byYear[entry.year, default: []].append(entry)
            }
            let isFolded = entries.count > 24
            years = order.sorted(by: >).enumerated().map { index, year in
                Year(
                    name: year.isEmpty ? tr("Without a day") : year,
                    count: ForumPages.activities(byYear[year]?.count ?? 0),
                    entries: byYear[year] ?? [], isFolded: isFolded, isOpen: index == 0)
            }
        }
    }

    private struct Year: PageContent {
        let name: String
        let count: String
        let entries: [Entry]
        let isFolded: Bool
        let isOpen: Bool
    }

    private struct Entry: PageContent {
        let title: String
        let address: String?
        let days: String?
        let place: String?
        let text: String?
        let outside: String?
        let standing: String?
        let year: String

        /// A row of a calendar: its members have the names that its kind gives them.
        init(_ row: JSONObject) {
            let words = ValueWords()
            func text(_ key: String) -> String? {
                row[key].map { words.text($0) }.flatMap { $0.isEmpty ? nil : PageText.line($0, atMost: 500) }
            }
            title = text("title") ?? text("ref") ?? tr("(no title)")
            address = row["id"]?.string.flatMap { Entry.isRef($0) ? PageAddress.proposal($0) : nil }
            let (starts, ends) = (
                row["starts"]?.string.flatMap { CivilDate($0) }, row["ends"]?.string.flatMap { CivilDate($0) }
            )
            days = PageText.days(starts, ends)
            place = text("place")
            self.text = text("text")
            outside = row["address"]?.string.flatMap(PageAddress.outside)
            let status = row["status"]?.string ?? row["standing"]?.string ?? ""
            standing = ["postponed", "cancelled"].contains(status.lowercased()) ? PageText.label(status) : nil
            year = starts.map { String($0.year) } ?? ""
        }

        /// Whether an id is a proposal's, such as `REF-2026-0001`: meetings stand here by theirs as well.
        private static func isRef(_ id: String) -> Bool {
            let parts = id.split(separator: "-", omittingEmptySubsequences: false)
            return parts.count == 3 && parts[0].allSatisfy { $0.isUppercase || $0.isWholeNumber }
                && parts.dropFirst().allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isWholeNumber) }
        }
    }
}
