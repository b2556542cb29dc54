package import CanonicalJSON

extension Event {
    /// The contacts were compiled and sent round.
    package struct ContactsCirculated: RegistryBody {
        package static var kind: EventKind { .contactsCirculated }
        package static var isForKeepers: Bool { false }

        /// How many stood in it.
        package var count: Int
    }
}

extension Event.ContactsCirculated {
    package init(_ data: JSONObject) throws(EventError) { count = try Self.reader(data).integer("count") }

    package var data: JSONObject { ["count": .integer(Int64(count))] }

    package func apply(to registry: inout Registry, of event: Event) throws(EventError) {
        registry.circulations.append(ContactCirculation(at: event.recordedAt, by: event.actor, count: count))
    }

    package func command(of event: Event) -> RegistryCommand? { .circulateContacts }
}
