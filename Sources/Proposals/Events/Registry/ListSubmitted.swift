package import CanonicalJSON

extension Event {
    /// The list of a group for a year was submitted: it is frozen from then on.
    package struct ListSubmitted: RegistryBody {
        package static var kind: EventKind { .listSubmitted }
        package static var isForKeepers: Bool { false }

        package var group: String
        package var year: Int
        /// The meeting that it was submitted to, where one was planned.
        package var meeting: String?
    }
}

extension Event.ListSubmitted {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        group = try data.text("group")
        year = try data.integer("year")
        meeting = data.optionalText("meeting")
    }

    package var data: JSONObject {
        [
            "group": .string(group), "year": .integer(Int64(year)), "meeting": .optional(meeting),
        ]
    }

    package func apply(to registry: inout Registry, of event: Event) throws(EventError) {
        let key = GroupList.key(group, year)
        guard registry.lists[key] != nil else { throw EventError("list-submitted: there is no list \(key)") }
        registry.lists[key]?.submittedAt = event.recordedAt
        registry.lists[key]?.submittedBy = event.actor
    }

    package func command(of event: Event) -> RegistryCommand? { .submitList(group: group, year: year) }
}
