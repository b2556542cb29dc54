package import CanonicalJSON
package import CivilTime

extension Event {
    /// A partner left.
    package struct PartnerLeft: RegistryBody {
        package static var kind: EventKind { .partnerLeft }
        package static var isForKeepers: Bool { false }

        package var id: String
        package var left: CivilDate
    }
}

extension Event.PartnerLeft {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        id = try data.text("id")
        left = try data.date("left")
    }

    package var data: JSONObject { ["id": .string(id), "left": .string(left.description)] }

    package func apply(to registry: inout Registry, of event: Event) throws(EventError) {
        registry.partners[try Registry.known(id, registry.partners, "partner")]?.left = left
    }

    package func command(of event: Event) -> RegistryCommand? { .partnerLeft(id: id, on: left) }
}
