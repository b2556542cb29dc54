package import CanonicalJSON
package import CivilTime

extension Event {
    /// A contact point ended, without another in its place.
    package struct ContactEnded: RegistryBody {
        package static var kind: EventKind { .contactEnded }
        package static var isForKeepers: Bool { false }

        package var number: Int
        /// The day from which it is no longer the contact.
        package var until: CivilDate
    }
}

extension Event.ContactEnded {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        number = try data.integer("number")
        until = try data.date("until")
    }

    package var data: JSONObject { ["number": .integer(Int64(number)), "until": .string(until.description)] }

    package func apply(to registry: inout Registry, of event: Event) throws(EventError) {
        try registry.endContact(number, until)
    }

    package func command(of event: Event) -> RegistryCommand? { .endContact(number: number, until: until) }
}
