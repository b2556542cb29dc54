import DefinitionTree
import Lifecycle
import Wording

/// Whether a forum's files fit together: what one names, another has.
struct ForumChecks {
    let forum: ForumFile.Forum
    let reading: DefinitionReading

    private var definition: ForumDefinition { forum.definition }
    private static let root = DefinitionPath.root

    func run() {
        duties()
        names()
        lists()
        groups()
        spellings()
        for (index, lifecycle) in forum.lifecycles.enumerated() {
            let path = Self.root["lifecycles"][index]
            for sentence in LifecycleFit(lifecycle, forum).misfits { reading.fault(atRead: path, sentence) }
            if forum.lifecycles[..<index].contains(where: { $0.id == lifecycle.id && $0.version == lifecycle.version })
            {
                reading.fault(atRead: path, "\(lifecycle.id) version \(lifecycle.version) appears twice")
            }
        }
        houseRules()
    }

    private func duties() {
        let roles = definition.appointments.map(\.role)
        let duties = definition.duties
        for (key, role) in [
            ("publishing", duties.publishing), ("meetings", duties.meetings), ("accounts", duties.accounts),
            ("audit", duties.audit),
        ] where !role.isEmpty && !roles.contains(role) {
            reading.fault(
                at: Self.root["duties"][key],
                "nobody can be appointed as \"\(role)\"" + roles.offered(none: Self.noRoles))
        }
    }

    /// Where there is no role to use in place of a wrong one.
    private static let noRoles = "list the roles under \"appointments\" first"

    /// What a server keeps of the settings has its form and its length.
    private func names() {
        func check(_ name: String, _ path: DefinitionPath) {
            guard !ForumNames.isIdentifier(name) else { return }
            reading.fault(atRead: path, "\"\(name.prefix(80))\" cannot be kept: \(ForumNames.rule)")
        }
        if definition.name.unicodeScalars.count > 300 {
            reading.fault(atRead: Self.root["name"], "\"name\" is too long: at most 300 characters are kept")
        }
        if let mark = definition.mark { check(mark, Self.root["mark"]) }
        for (index, attribute) in definition.attributes.enumerated() {
            check(attribute, Self.root["attributes"][index])
        }
        for (index, group) in definition.groups.enumerated() { check(group.id, Self.root["groups"][index]["id"]) }
        // An auditor reads everything and changes nothing.
        let duties = definition.duties
        let kept = [("accounts", duties.accounts), ("meetings", duties.meetings)].filter { $0.1 == duties.audit }
        guard !duties.audit.isEmpty, !kept.isEmpty else { return }
        reading.fault(
            at: Self.root["duties"]["audit"],
            "\"\(duties.audit)\" keeps the \(kept.map { $0.0 }.joined(separator: " and the ")) too, and an auditor changes "
                + "nothing; give \"audit\" a role of its own")
    }

    private func lists() {
        let roles = definition.appointments.map(\.role)
        func check(_ role: String?, _ path: DefinitionPath) {
            guard let role, !roles.contains(role) else { return }
            reading.fault(
                at: path, "nobody can be appointed as \"\(role)\"" + roles.offered(none: Self.noRoles))
        }
        check(definition.listing?.role, Self.root["listing"]["role"])
        check(definition.contacts?.role, Self.root["contacts"]["role"])
        check(definition.contacts?.ownRole, Self.root["contacts"]["own_role"])
        if let kind = definition.listing?.meetingKind, !definition.meetingKinds.contains(kind) {
            reading.fault(at: Self.root["listing"]["meeting_kind"], "\"\(kind)\" is not a kind of meeting")
        }
    }

    private func groups() {
        if definition.groups.isEmpty {
            for (index, role) in definition.appointments.enumerated() where role.of == .group {
                reading.fault(
                    atRead: Self.root["appointments"][index],
                    "\"\(role.role)\" is held for a group, and the forum has no \"groups\"")
            }
        }
        let partners = forum.partners.map(\.id)
        for (index, group) in definition.groups.enumerated() {
            let path = Self.root["groups"][index]
            if definition.groups[..<index].contains(where: { $0.id == group.id }) {
                reading.fault(atRead: path, "there are two groups called \"\(group.id)\"")
            }
            for attribute in group.attributes.keys.sorted() where !definition.attributes.contains(attribute) {
                reading.fault(atRead: path["attributes"][attribute], "\"\(attribute)\" is not an attribute of partners")
            }
            for partner in group.partners where !partners.contains(partner) {
                reading.fault(atRead: path["partners"], "\"\(partner)\" is not a partner")
            }
            if !forum.partners.contains(where: { group.contains($0.id, $0.attributes) }) {
                reading.fault(atRead: path, "the group \"\(group.id)\" holds no partner")
            }
        }
    }

    private func spellings() {
        let partners = forum.partners
        var meant: [String: String] = [:]
        for partner in partners { meant[partner.name.lowercased()] = partner.id }
        for id in definition.spellings.keys.sorted() {
            let path = Self.root["spellings"][id]
            if !partners.contains(where: { $0.id == id }) { reading.fault(at: path, "\"\(id)\" is not a partner") }
            for spelling in definition.spellings[id] ?? [] {
                if let other = meant[spelling.lowercased()], other != id {
                    reading.fault(at: path, "\"\(spelling)\" already means \(other)")
                }
                meant[spelling.lowercased()] = id
            }
        }
    }

    private func houseRules() {
        let uses = forum.lifecycles.flatMap {
            $0.transitions.flatMap(\.requirements) + $0.facts.flatMap(\.requirements)
        }
        let names = Set(uses.filter(\.isHouseRule).map(\.requirement.name)).sorted()
        for (index, name) in definition.disabledHouseRules.enumerated() where !names.contains(name) {
            reading.fault(
                atRead: Self.root["disabled_house_rules"][index],
                "\"\(name)\" is not a house rule of these lifecycles"
                    + names.offered(none: "they have none; leave it out"))
        }
    }
}

/// What a lifecycle needs of a forum and does not find there.
private struct LifecycleFit {
    private(set) var misfits: [String] = []

    init(_ lifecycle: LifecycleDefinition, _ forum: ForumFile.Forum) {
        let definition = forum.definition
        let roles = definition.appointments.map(\.role)
        let held = lifecycle.roles.flatMap(\.heldBy) + [lifecycle.positions.relayedBy].compactMap { $0 }
        for role in held where !roles.contains(role) {
            note("\(lifecycle.id) needs the role \"\(role)\", to which nobody can be appointed")
        }
        let writers = lifecycle.writers.compactMap { lifecycle.role($0) }.flatMap(\.heldBy)
        let perPartner = definition.appointments.filter { $0.of == .partner }.map(\.role)
        if writers.allSatisfy(roles.contains), !writers.contains(where: perPartner.contains) {
            note("nobody could draft a \(lifecycle.id): appoint \(writers.joined(separator: " or ")) for a partner")
        }
        if lifecycle.positions.relayedBy != nil, !definition.attributes.contains(lifecycle.positions.groupAttribute) {
            note(
                "\(lifecycle.id) groups partners by \"\(lifecycle.positions.groupAttribute)\", which is not an attribute"
            )
        }
        if let roster = lifecycle.positions.roster {
            if !definition.attributes.contains(roster.attribute) {
                note("\(lifecycle.id) asks partners by \"\(roster.attribute)\", which is not an attribute of partners")
            } else if !forum.partners.contains(where: { lifecycle.positions.asks($0.attributes) }) {
                note(
                    "\(lifecycle.id) asks partners whose \(roster.attribute) is \(roster.values[0]), and there is none")
            }
        }
        let outline = ForumOutline(
            partners: forum.partners.map(\.attributes), attributes: definition.attributes,
            meetingKinds: definition.meetingKinds)
        for use in lifecycle.transitions.flatMap(\.requirements) + lifecycle.facts.flatMap(\.requirements) {
            for lack in use.requirement.lacks(in: outline, of: lifecycle) { note("\(lifecycle.id) \(lack)") }
        }
        for lack in outline.lacks(meetingKinds: lifecycle.invitations?.meetingKinds ?? []) {
            note("\(lifecycle.id) \(lack)")
        }
    }

    private mutating func note(_ sentence: String) {
        if !misfits.contains(sentence) { misfits.append(sentence) }
    }
}
