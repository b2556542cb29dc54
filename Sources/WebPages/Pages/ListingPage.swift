package import CanonicalJSON
import CivilTime
import LineProtocol

/// The list of what a group plans for a year, with the forms by which it is drawn up and submitted.
package enum ListingPage {
    /// - Parameters:
    ///   - rows: what stands on it, and what could, as the view has it.
    ///   - totals: what the view says of the list.
    ///   - mayDraw: whether the visitor draws it up.
    package static func page(
        group: String, year: Int, label: String, _ rows: [JSONObject], _ totals: JSONObject, mayDraw: Bool,
        address: String, up: (String, String), _ state: FormState
    ) -> WebPage {
        let isFrozen = totals["frozen"]?.bool ?? false
        let isHeld = totals["meeting_held"]?.bool ?? false
        let count = totals["count"]?.integer ?? 0
        var submitState = state
        // Each of the two forms has an effect of its own.
        submitState.key = state.key + "-submit"
        let typed = state.typed.map { Set($0.all("refs")) }
        return WebPage(
            tr("\(made: PageText.label(label)): \(group), \(year)"), "listing",
            Content(
                up: Link(PageText.line(up.0), up.1), heading: tr("\(made: PageText.label(label)): \(group), \(year)"),
                form: FormHead(state, action: address, nil), submitForm: FormHead(submitState, action: address, nil),
                standing: standing(totals, count: count), year: String(year), yearLabel: tr("Year"), show: tr("Show"),
                empty: tr("Nothing that a partner of the group organises takes place in this year."),
                isOpen: mayDraw && !isFrozen && !isHeld, isDrawn: count > 0, legend: tr("What stands on the list"),
                draw: tr("Draw up the list"),
                submitLead: tr("Once it is submitted it cannot be changed."), submit: tr("Submit the list for \(year)"),
                rows: rows.enumerated().map { Row($0.element, $0.offset, typed) }))
    }

    /// How far the list is.
    private static func standing(_ totals: JSONObject, count: Int64) -> String {
        func day(_ key: String) -> String? {
            totals[key]?.string.flatMap { Instant($0)?.date ?? CivilDate($0) }.map { PageText.day($0) }
        }
        let list =
            day("submitted_at").map { tr("Submitted on \(made: $0).") }
            ?? day("drawn_at").map {
                tr(
                    Int(count), one: "Drawn up on \(made: $0), with \(count) activity; not submitted yet.",
                    many: "Drawn up on \(made: $0), with \(count) activities; not submitted yet.")
            }
            ?? tr("Not drawn up yet.")
        let meeting =
            day("meeting_starts").map { " " + tr("The first meeting of the year begins on \(made: $0).") } ?? ""
        return list + meeting
    }

    private struct Row: PageContent {
        let id: String
        let ref: String
        let address: String
        let title: String
        let status: String
        let state: String
        let partners: String
        let isChosen: Bool

        init(_ row: JSONObject, _ number: Int, _ typed: Set<String>?) {
            let ref = row["ref"]?.string ?? ""
            let status = row["status"]?.string ?? ""
            id = "list-\(number)"
            self.ref = ref
            address = PageAddress.proposal(ref)
            title = PageText.line(row["title"]?.string ?? tr("(no title)"))
            self.status = status == "candidate" ? tr("not on it") : PageText.label(status)
            state = PageText.label(row["state"]?.string ?? "")
            partners = PageText.line((row["partners"]?.strings ?? []).listing)
            isChosen = typed?.contains(ref) ?? (status != "candidate")
        }
    }

    private struct Content: PageContent {
        let up: Link
        let heading: String
        let form: FormHead
        let submitForm: FormHead
        let standing: String
        let year: String
        let yearLabel: String
        let show: String
        let empty: String
        let isOpen: Bool
        let isDrawn: Bool
        let legend: String
        let draw: String
        let submitLead: String
        let submit: String
        let rows: [Row]
    }
}
