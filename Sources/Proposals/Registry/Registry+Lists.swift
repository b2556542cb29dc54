import CanonicalJSON
import Lifecycle

extension Registry {
    /// Folds an event of the lists of groups or of the contacts.
    mutating func applyList(_ event: Event, _ data: EventReader) throws(EventError) {
        switch event.kind {
        case .listDrawn:
            let list = GroupList(
                group: try data.text("group"), year: try data.integer("year"),
                items: try GroupList.items(try data.array("items")), drawnAt: event.recordedAt, drawnBy: event.actor)
            let key = GroupList.key(list.group, list.year)
            guard lists[key]?.isFrozen != true else { throw EventError("list-drawn: the list \(key) is frozen") }
            lists[key] = list
        case .listSubmitted:
            let key = GroupList.key(try data.text("group"), try data.integer("year"))
            guard lists[key] != nil else { throw EventError("list-submitted: there is no list \(key)") }
            lists[key]?.submittedAt = event.recordedAt
            lists[key]?.submittedBy = event.actor
        case .contactSet:
            let contact = try ContactPoint(json: event.data)
            guard contact.number == contacts.count + 1 else {
                throw EventError("contact-set: \(contact.number) is not the next number")
            }
            if let before = contact.follows {
                try endContact(before, contact.from)
            }
            contacts.append(contact)
        case .contactEnded: try endContact(try data.integer("number"), try data.date("until"))
        case .contactsCirculated:
            circulations.append(
                ContactCirculation(at: event.recordedAt, by: event.actor, count: try data.integer("count")))
        default: throw EventError("\(event.kind.rawValue) is not an event of lists or contacts")
        }
    }

    private mutating func endContact(_ number: Int, _ day: CivilDate) throws(EventError) {
        guard contacts.indices.contains(number - 1) else { throw EventError("there is no contact \(number)") }
        contacts[number - 1].until = day
    }
}

extension GroupList {
    fileprivate static func items(_ values: [JSONValue]) throws(EventError) -> [Item] {
        var items: [Item] = []
        for value in values { items.append(try Item(json: value)) }
        return items
    }
}
