package import CanonicalJSON

extension Event {
    /// What is known of a partner changed, or one that left came back.
    package struct PartnerChanged: RegistryBody {
        package static var kind: EventKind { .partnerChanged }
        package static var isForKeepers: Bool { false }

        package var partner: Partner
    }
}

extension Event.PartnerChanged {
    package init(_ data: JSONObject) throws(EventError) { partner = try Partner(json: data) }

    package var data: JSONObject { partner.json }

    package func apply(to registry: inout Registry, of event: Event) throws(EventError) {
        registry.keep(partner)
    }

    package func command(of event: Event) -> RegistryCommand? { .admitPartner(partner) }
}
