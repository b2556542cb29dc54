package import CanonicalJSON

extension Event {
    /// A contact point was set. Name and address stand beside the record.
    package struct ContactSet: RegistryBody {
        package static var kind: EventKind { .contactSet }
        package static var isForKeepers: Bool { false }

        package var contact: ContactPoint
    }
}

extension Event.ContactSet {
    package init(_ data: JSONObject) throws(EventError) { contact = try ContactPoint(json: data) }

    package var data: JSONObject { contact.json }

    package func apply(to registry: inout Registry, of event: Event) throws(EventError) {
        guard contact.number == registry.contacts.count + 1 else {
            throw EventError("contact-set: \(contact.number) is not the next number")
        }
        if let before = contact.follows { try registry.endContact(before, contact.from) }
        registry.contacts.append(contact)
    }

    package var personal: PersonalCommitments? {
        PersonalCommitments(
            subject: contact.subjectOfPersonal,
            commitments: [contact.nameCommitment, contact.addressCommitment].compactMap(\.self))
    }

    package func command(of event: Event) -> RegistryCommand? { .setContact(contact) }
}
