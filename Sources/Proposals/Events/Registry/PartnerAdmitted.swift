package import CanonicalJSON

extension Event {
    /// A partner was admitted.
    package struct PartnerAdmitted: RegistryBody {
        package static var kind: EventKind { .partnerAdmitted }
        package static var isForKeepers: Bool { false }

        package var partner: Partner
    }
}

extension Event.PartnerAdmitted {
    package init(_ data: JSONObject) throws(EventError) { partner = try Partner(json: data) }

    package var data: JSONObject { partner.json }

    package func apply(to registry: inout Registry, of event: Event) throws(EventError) {
        registry.keep(partner)
    }

    package func command(of event: Event) -> RegistryCommand? { .admitPartner(partner) }
}
