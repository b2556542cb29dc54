import CanonicalJSON
import Lifecycle

/// What is said of the lists of groups.
enum ListSentence: String, EngineSentence {
    static let room = "lists"

    case toDrawUp = "draw up a list"
    case toSubmit = "submit a list"
    case mayNot = "only {role} of {group} may {deed} of {group}"
    case submitted = "the list of {group} for {year} was submitted at {moment} and is frozen"
    case meetingHeld = "the meeting that lists for {year} are submitted to was held on {day}"
}

extension RegistryDecider {
    private static let itemLimit = 200

    /// Draws up a group's list for a year, or draws it up anew while it is not submitted.
    func drawList(_ group: String, _ year: Int, _ items: [GroupList.Item]) throws(Refusal) -> [EventDraft] {
        let actor = try lister(group, .toDrawUp)
        try mustBeOpen(group, year)
        guard (1900...9999).contains(year) else { throw .badField("year", "\(year) is not a year of four digits") }
        guard !items.isEmpty, items.count <= RegistryDecider.itemLimit else {
            throw .badField("refs", "a list names 1 to \(RegistryDecider.itemLimit) proposals")
        }
        for (index, item) in items.enumerated() {
            if items[..<index].contains(where: { $0.ref == item.ref }) {
                throw .badField("refs", "\(item.ref) appears twice")
            }
            let own = item.partners.filter { partner in
                registry.partners[partner].map {
                    registry.group(group, contains: partner, attributes: $0.attributes)
                } ?? false
            }
            guard !own.isEmpty else {
                throw .badField("refs", "no partner of \(group) proposes or organises \(item.ref)")
            }
        }
        if let present = registry.lists[GroupList.key(group, year)], present.items == items { return [] }
        return [event(Event.ListDrawn(group: group, year: year, items: items), actor)]
    }

    /// Submits a list: it is frozen from then on.
    func submitList(_ group: String, _ year: Int) throws(Refusal) -> [EventDraft] {
        let actor = try lister(group, .toSubmit)
        guard registry.lists[GroupList.key(group, year)] != nil else {
            throw Refusal(.notFound, "\(group) has no list for \(year); draw it up first")
        }
        try mustBeOpen(group, year)
        let meeting = registry.listMeeting(of: year)?.id
        return [event(Event.ListSubmitted(group: group, year: year, meeting: meeting), actor)]
    }

    private func mustBeOpen(_ group: String, _ year: Int) throws(Refusal) {
        if let at = registry.lists[GroupList.key(group, year)]?.submittedAt {
            throw .unmet(
                "frozen",
                Reason(ListSentence.submitted, ["group": .text(group), "year": .number(year), "moment": "\(at)"]))
        }
        if let held = registry.listMeeting(of: year)?.held {
            throw .unmet(
                "before-meeting",
                Reason(ListSentence.meetingHeld, ["year": .number(year), "day": "\(held.upperBound)"]))
        }
    }

    /// Who keeps the lists, for the own group only.
    private func lister(_ group: String, _ deed: ListSentence) throws(Refusal) -> Actor {
        let settings = try opened()
        guard let rule = settings.listing else {
            throw Refusal(.notFound, "\(registry.forum) keeps no lists of groups")
        }
        guard settings.groups[group] != nil else {
            throw .badField("group", "\"\(group.prefix(40))\" is not a group of \(registry.forum)")
        }
        guard let office = context.offices.first(where: { $0.role == rule.role && $0.group == group }) else {
            throw .forbidden(
                Reason(
                    ListSentence.mayNot,
                    ["role": .text(rule.role), "group": .text(group), "deed": .phrase(Reason(deed))]),
                who: [Capable(role: rule.role, group: group)])
        }
        return Actor(account: context.account, office: office)
    }
}
