package import CanonicalJSON
package import CivilTime

extension Event {
    /// A meeting was held on these days.
    package struct MeetingHeld: RegistryBody {
        package static var kind: EventKind { .meetingHeld }
        package static var isForKeepers: Bool { false }

        package var id: String
        package var days: ClosedRange<CivilDate>
    }
}

extension Event.MeetingHeld {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        let starts = try data.date("starts")
        let ends = try data.date("ends")
        guard starts <= ends else { throw EventError("meeting-held: ends before it starts") }
        days = starts...ends
        id = try data.text("id")
    }

    package var data: JSONObject {
        [
            "id": .string(id), "starts": .string(days.lowerBound.description),
            "ends": .string(days.upperBound.description),
        ]
    }

    package func apply(to registry: inout Registry, of event: Event) throws(EventError) {
        registry.meetings[try Registry.known(id, registry.meetings, "meeting")]?.held = days
        registry.noteChange(ofMeeting: id, at: event.recordedAt)
    }

    package func command(of event: Event) -> RegistryCommand? {
        .hold(meeting: id, starts: days.lowerBound, ends: days.upperBound)
    }
}
