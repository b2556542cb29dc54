package import CanonicalJSON
package import CivilTime

/// The list of activities that a group of partners envisages for a year, for the first meeting of a kind in it. A listing is no decision:
/// it moves no proposal.
package struct GroupList: Sendable, Hashable {
    package var group: String
    package var year: Int
    package var items: [Item]
    package var drawnAt: Instant
    package var drawnBy: Actor
    /// When it was submitted; from then on it is frozen.
    package var submittedAt: Instant?
    package var submittedBy: Actor?

    /// One activity: a proposal, with its title and the partners of the group as they were when the list was drawn up.
    package struct Item: Sendable, Hashable {
        package var ref: String
        package var title: String
        package var partners: [String]

        package init(ref: String, title: String, partners: [String]) {
            self.ref = ref
            self.title = title
            self.partners = partners
        }
    }

    package var isFrozen: Bool { submittedAt != nil }

    /// The name under which a registry keeps it.
    package static func key(_ group: String, _ year: Int) -> String { "\(group)/\(year)" }
}

extension GroupList.Item {
    package var json: JSONValue {
        ["ref": .string(ref), "title": .string(title), "partners": .strings(partners)]
    }

    package init(json: JSONValue) throws(EventError) {
        guard let object = json.object else { throw EventError("list-drawn: an item is not an object") }
        let reader = EventReader(object, "list-drawn")
        self.init(
            ref: try reader.text("ref"), title: try reader.text("title"), partners: try reader.texts("partners"))
    }
}

extension GroupList {
    /// Reads the items of an event.
    static func items(_ values: [JSONValue]) throws(EventError) -> [Item] {
        var items: [Item] = []
        items.reserveCapacity(values.count)
        for value in values { items.append(try Item(json: value)) }
        return items
    }
}

/// Who draws up the lists of groups, and for the first meeting of which kind in a year.
package struct ListingRule: Sendable, Hashable {
    package var role: String
    package var meetingKind: String

    package init(role: String, meetingKind: String) {
        self.role = role
        self.meetingKind = meetingKind
    }
}

extension Registry {
    /// The meeting that a year's lists are for: the first of the forum's kind in that year, nil while none is planned.
    package func listMeeting(of year: Int) -> Meeting? {
        guard let kind = settings?.listing?.meetingKind else { return nil }
        return meetings.values.filter { $0.kind == kind && $0.starts.year == year && $0.precision == .day }
            .min { ($0.starts, $0.id) < ($1.starts, $1.id) }
    }
}
