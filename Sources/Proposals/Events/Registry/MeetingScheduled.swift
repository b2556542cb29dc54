package import CanonicalJSON

extension Event {
    /// A meeting was scheduled.
    package struct MeetingScheduled: RegistryBody {
        package static var kind: EventKind { .meetingScheduled }
        package static var isForKeepers: Bool { false }

        package var meeting: Meeting
    }
}

extension Event.MeetingScheduled {
    package init(_ data: JSONObject) throws(EventError) { meeting = try Meeting(json: data) }

    package var data: JSONObject { meeting.json }

    package func apply(to registry: inout Registry, of event: Event) throws(EventError) {
        registry.keep(meeting, at: event.recordedAt)
    }

    package func command(of event: Event) -> RegistryCommand? { .schedule(meeting) }
}
