import CanonicalJSON
import Proposals

extension BatchState {
    /// Draws up a list of proposals that the caller sees, each with its title and the partners that propose or organise it.
    mutating func drawList(
        _ group: String, _ year: Int, _ refs: [String], _ pending: PendingWrite
    ) throws(ServiceFailure) -> WriteAnswer {
        let viewer = Access.viewer(pending.caller, registries, forum, loaded.now)
        var items: [GroupList.Item] = []
        for ref in refs {
            guard let proposal = proposals[ref], let definition = registry.lifecycles[proposal.lifecycle.digest],
                proposal.readAccess(of: viewer, definition) == .everything
            else {
                throw ServiceFailure.wrong("refs", "there is no proposal \(ref.prefix(64)) that you can see")
            }
            guard proposal.isShared(definition) else {
                throw ServiceFailure.wrong("refs", "\(ref) is a draft; a list names what its organisers have shared")
            }
            items.append(
                GroupList.Item(
                    ref: ref, title: proposal.fields["title"]?.string ?? ref, partners: proposal.insiders(definition)))
        }
        let drafts = try appendRegistry(.drawList(group: group, year: year, items: items), pending)
        return .registry(changedRegistry(drafts), .listed(group: group, year: year, count: items.count))
    }

    /// Sets a contact point; its name and address go beside the record.
    mutating func setContact(
        _ contact: ContactPoint, _ name: String, _ address: String?, _ body: Said<String>, _ pending: PendingWrite
    ) throws(ServiceFailure) -> WriteAnswer {
        try mustBeLine(name, "name")
        if let address { try mustBeLine(address, "address") }
        var personal = PersonalData(seed: pending.seed)
        var sealed = contact
        let before = registry.contacts.last {
            $0.isInPlace(of: contact) && ($0.until.map { contact.from <= $0 } ?? true)
        }
        sealed.body = body.over(before?.body)
        sealed.nameCommitment = personal.commit(name)
        sealed.addressCommitment = address.map { personal.commit($0) }
        let drafts = try appendRegistry(.setContact(sealed), pending)
        let set = drafts.last?.body(Event.ContactSet.self)?.contact
        writes.personal += personal.values.map {
            PersonalValue(
                commitment: $0.commitment, salt: $0.salt, value: $0.value,
                subject: (set ?? sealed).subjectOfPersonal)
        }
        return .registry(changedRegistry(drafts), .contact(number: set?.number))
    }
}
