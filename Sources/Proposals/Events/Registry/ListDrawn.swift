package import CanonicalJSON

extension Event {
    /// The list of a group for a year was drawn up, or drawn up anew.
    package struct ListDrawn: RegistryBody {
        package static var kind: EventKind { .listDrawn }
        package static var isForKeepers: Bool { false }

        package var group: String
        package var year: Int
        package var items: [GroupList.Item]
    }
}

extension Event.ListDrawn {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        group = try data.text("group")
        year = try data.integer("year")
        items = try GroupList.items(try data.array("items"))
    }

    package var data: JSONObject {
        [
            "group": .string(group), "year": .integer(Int64(year)), "items": .array(items.map(\.json)),
        ]
    }

    package func apply(to registry: inout Registry, of event: Event) throws(EventError) {
        let key = GroupList.key(group, year)
        guard registry.lists[key]?.isFrozen != true else { throw EventError("list-drawn: the list \(key) is frozen") }
        registry.lists[key] = GroupList(
            group: group, year: year, items: items, drawnAt: event.recordedAt, drawnBy: event.actor)
    }

    package func command(of event: Event) -> RegistryCommand? { .drawList(group: group, year: year, items: items) }
}
