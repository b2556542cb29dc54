import CanonicalJSON
import CivilTime
import Lifecycle

/// What is said of a forum's contact points.
enum ContactSentence: String, EngineSentence {
    static let room = "contacts"

    case toSet = "set contacts"
    case toCirculate = "circulate the contacts"
    case nothingToCirculate = "there is no contact point to circulate"
    case mayNotSet = "only {keeper}, or {role} of {partner}, may set contacts of {partner}"
}

extension RegistryDecider {
    private static let contactLimit = 10_000

    /// Sets a contact point. One that is there for the same thing and partner hands over on that day.
    func setContact(_ contact: ContactPoint) throws(Refusal) -> [EventDraft] {
        let rule = try contactRule()
        let actor = try contactKeeper(rule, contact.partner)
        guard rule.subjects.contains(contact.subject) else {
            throw .badField(
                "subject",
                "contacts are for \(rule.subjects.joined(separator: ", ")), not \"\(contact.subject.prefix(40))\"")
        }
        _ = try PlainText.line(contact.about, "about", limit: 200)
        if let body = contact.body { _ = try PlainText.line(body, "body", limit: 300) }
        if !context.isRecorded {
            try PlainText.mustBeSeen(contact.about, "about")
            if let body = contact.body { try PlainText.mustBeSeen(body, "body") }
        }
        guard registry.partners[contact.partner] != nil else {
            throw .badField("partner", registry.notPartner(contact.partner))
        }
        guard PlainText.isCommitment(contact.nameCommitment),
            contact.addressCommitment.map(PlainText.isCommitment) ?? true
        else { throw .badField("name", "personal data is kept beside the record; a commitment is needed here") }
        if let until = contact.until, until <= contact.from {
            throw .badField("until", "\(until) is not after \(contact.from), when it begins")
        }
        guard registry.contacts.count < RegistryDecider.contactLimit else {
            throw .badField("about", "a forum keeps at most \(RegistryDecider.contactLimit) contact points")
        }
        let before = registry.contacts.last {
            $0.isInPlace(of: contact) && ($0.until.map { contact.from < $0 } ?? true)
        }
        if let before, contact.from <= before.from {
            throw .badField("from", "contact \(before.number) holds it since \(before.from); a handover is later")
        }
        var set = contact
        set.number = registry.contacts.count + 1
        set.follows = before?.number
        return [event(Event.ContactSet(contact: set), actor)]
    }

    /// Ends a contact point on a day, without another in its place.
    func endContact(_ number: Int, _ day: CivilDate) throws(Refusal) -> [EventDraft] {
        let rule = try contactRule()
        guard registry.contacts.indices.contains(number - 1) else {
            throw Refusal(.notFound, "there is no contact \(number)")
        }
        let contact = registry.contacts[number - 1]
        let actor = try contactKeeper(rule, contact.partner)
        guard day > contact.from else {
            throw .badField("until", "\(day) is not after \(contact.from), when contact \(number) begins")
        }
        if let until = contact.until {
            guard until != day else { return [] }
            guard day < until else { throw .badField("until", "contact \(number) ends on \(until) already") }
        }
        return [event(Event.ContactEnded(number: number, until: day), actor)]
    }

    /// Records that the contacts were compiled and sent round.
    func circulateContacts() throws(Refusal) -> [EventDraft] {
        let rule = try contactRule()
        let actor = try actor(rule.role, ContactSentence.toCirculate)
        let count = registry.contacts.filter { $0.isHeld(on: context.now.date) }.count
        guard count > 0 else { throw .unmet("contacts", Reason(ContactSentence.nothingToCirculate)) }
        return [event(Event.ContactsCirculated(count: count), actor)]
    }

    private func contactRule() throws(Refusal) -> ContactRule {
        guard let rule = try opened().contacts else {
            throw Refusal(.notFound, "\(registry.forum) keeps no contact points")
        }
        return rule
    }

    /// The keeper of all contacts, or who speaks for the partner.
    private func contactKeeper(_ rule: ContactRule, _ partner: String) throws(Refusal) -> Actor {
        if let own = rule.ownRole,
            let office = context.offices.first(where: { $0.role == own && $0.partner == partner })
        {
            return Actor(account: context.account, office: office)
        }
        guard let own = rule.ownRole, !context.isServerAdministrator,
            !context.offices.contains(where: { $0.role == rule.role })
        else { return try actor(rule.role, ContactSentence.toSet) }
        let whose = String(partner.prefix(40))
        throw .forbidden(
            Reason(
                ContactSentence.mayNotSet,
                ["keeper": .text(rule.role), "role": .text(own), "partner": .text(whose)]),
            who: [Capable(role: rule.role), Capable(role: own, partner: whose)])
    }
}
