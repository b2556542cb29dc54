package import CanonicalJSON
package import CivilTime

/// What a view shows: columns, rows and totals, and for calendars the entries of feeds.
package struct ViewResult: Sendable, Hashable {
    package var columns: [ViewColumn]
    /// A cell for each column's key, null where there is nothing.
    package var rows: [JSONObject]
    package var totals: JSONObject
    /// The entries of a calendar; nil for every other kind of view.
    package var entries: [CalendarEntry]?
    /// When the entries of a calendar last changed: one was revised, came or went, or the view itself was.
    package var revisedAt: Instant?

    package init(
        columns: [ViewColumn], rows: [JSONObject], totals: JSONObject = [:], entries: [CalendarEntry]? = nil,
        revisedAt: Instant? = nil
    ) {
        self.columns = columns
        self.rows = rows
        self.totals = totals
        self.entries = entries
        self.revisedAt = revisedAt
    }
}

/// A column: its key in rows, its heading, and the type of its cells.
package struct ViewColumn: Sendable, Hashable {
    package var key: String
    package var label: String
    package var type: CellType
    /// What people read where a cell is null: the name of a row that has none.
    package var blank: String?

    package enum CellType: String, Sendable, Hashable, CaseIterable {
        case text
        case ref
        case date
        case instant
        case integer
        case money
        /// A decimal text of hundredths.
        case percent
        /// A number of days.
        case duration
    }

    package init(_ key: String, _ label: String, _ type: CellType = .text, blank: String? = nil) {
        self.key = key
        self.label = label
        self.type = type
        self.blank = blank
    }

    /// What stands for a name where proposals put together say nothing.
    static let nameless = "(none)"
}

/// One activity or meeting, as a calendar and a feed tell of it.
package struct CalendarEntry: Sendable, Hashable {
    /// A ref, or the id of a meeting.
    package var id: String
    package var title: String
    package var starts: CivilDate?
    package var ends: CivilDate?
    package var place: String?
    package var address: String?
    package var text: String?
    /// What kind of entry it is: a state's label, or the kind of a meeting.
    package var category: String
    /// When what it tells was last changed.
    package var updated: Instant
    /// How often what it tells was changed.
    package var sequence = 0
    /// What became of its days.
    package var status = Status.confirmed
    /// Why it was put off or cancelled, where the reader may know.
    package var reason: String?

    /// What became of it and why, where the reason is known.
    var becameBecause: String? {
        guard let reason else { return nil }
        return switch status {
        case .confirmed: nil
        case .postponed: "Postponed: " + reason
        case .cancelled: "Cancelled: " + reason
        }
    }

    package enum Status: String, Sendable, Hashable {
        case confirmed
        /// It was put off; without days of its own its new ones are not known.
        case postponed
        case cancelled
    }
}

/// Why a view cannot be made as it was asked for: the parameter, and what to do.
package struct ViewFault: Error, Sendable, Hashable {
    package var parameter: String
    package var message: String

    package init(_ parameter: String, _ message: String) {
        self.parameter = parameter
        self.message = message
    }
}
