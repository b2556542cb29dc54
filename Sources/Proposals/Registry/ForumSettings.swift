package import CanonicalJSON
package import CivilTime

/// What a forum decides about itself, from its forum.yaml.
package struct ForumSettings: Sendable, Hashable {
    /// The most canonical bytes that they may take, views included.
    package static let byteLimit = Drafting.textLimit

    package var name: String
    /// The letters that begin every ref (`ABC` in `ABC-2026-0001`).
    package var refPrefix: String
    /// Which appointment role keeps meetings.
    package var meetingRole: String
    /// Which appointment role manages accounts and the registry.
    package var accountRole: String
    /// Which appointment role reads everything and changes nothing.
    package var auditRole: String
    /// Groups that an appointment may stand for: which attribute values of partners belong to each.
    package var groups: [String: GroupRule]
    /// What the offices of each role are held for; empty in settings that were recorded before it was kept.
    package var offices: [String: OfficeHolding] = [:]
    /// The kinds of its meetings; empty where it lists none, and in settings that were recorded before they were kept.
    package var meetingKinds: [String] = []
    /// Names of house rules that the forum has switched off.
    package var disabledHouseRules: [String]
    /// A mark that every line of a trial forum carries; nil for a real one.
    package var mark: String?
    /// When the trial was closed; nil while it is open, and always in a real forum. Nothing is recorded after it.
    package var closed: Instant?
    /// The forum's lists and reports, each as its file writes it; ``ViewDefinition`` reads them.
    package var views: [JSONValue] = []
    /// Nil where the forum keeps no lists of groups.
    package var listing: ListingRule?
    /// Nil where the forum keeps no contact points.
    package var contacts: ContactRule?

    /// A group of partners: those with any of these attribute values, by attribute.
    package struct GroupRule: Sendable, Hashable {
        package var attributes: [String: [String]]
        package var partners: [String]

        package init(attributes: [String: [String]] = [:], partners: [String] = []) {
            self.attributes = attributes
            self.partners = partners
        }

        package func contains(_ partner: String, _ attributes: [String: String]) -> Bool {
            partners.contains(partner)
                || self.attributes.contains { key, values in attributes[key].map(values.contains) ?? false }
        }
    }

    package init(
        name: String, refPrefix: String, meetingRole: String, accountRole: String, auditRole: String,
        groups: [String: GroupRule] = [:], disabledHouseRules: [String] = [], mark: String? = nil
    ) {
        self.name = name
        self.refPrefix = refPrefix
        self.meetingRole = meetingRole
        self.accountRole = accountRole
        self.auditRole = auditRole
        self.groups = groups
        self.disabledHouseRules = disabledHouseRules
        self.mark = mark
    }
}

extension ForumSettings {
    package var json: JSONObject {
        var object = core
        // What a forum does not have is left out, so that settings of before these parts have the same bytes.
        if !offices.isEmpty {
            object["offices"] = .object(
                JSONObject(offices.map { JSONObject.Member(key: $0, value: .string($1.rawValue)) }))
        }
        if !meetingKinds.isEmpty { object["meeting_kinds"] = .strings(meetingKinds) }
        if !views.isEmpty { object["views"] = .array(views) }
        if let closed { object["closed"] = .string(closed.description) }
        if let listing {
            object["listing"] = ["role": .string(listing.role), "meeting_kind": .string(listing.meetingKind)]
        }
        if let contacts {
            object["contacts"] = [
                "role": .string(contacts.role), "own_role": .optional(contacts.ownRole),
                "subjects": .strings(contacts.subjects),
                "every_days": contacts.everyDays.map { .integer(Int64($0)) } ?? .null,
            ]
        }
        return object
    }

    private var core: JSONObject {
        [
            "name": .string(name), "ref_prefix": .string(refPrefix), "meeting_role": .string(meetingRole),
            "account_role": .string(accountRole), "audit_role": .string(auditRole),
            "groups": .object(
                JSONObject(
                    groups.map { name, rule in
                        JSONObject.Member(
                            key: name,
                            value: [
                                "attributes": .object(
                                    JSONObject(
                                        rule.attributes.map { JSONObject.Member(key: $0, value: .strings($1)) })),
                                "partners": .strings(rule.partners),
                            ])
                    })),
            "disabled_house_rules": .strings(disabledHouseRules), "mark": .optional(mark),
        ]
    }

    package init(json: JSONObject) throws(EventError) {
        let reader = EventReader(json, "forum")
        var groups: [String: GroupRule] = [:]
        for member in reader.optionalObject("groups")?.members ?? [] {
            var rule = GroupRule(partners: member.value["partners"]?.strings ?? [])
            for attribute in member.value["attributes"]?.object?.members ?? [] {
                rule.attributes[attribute.key] = attribute.value.strings ?? []
            }
            groups[member.key] = rule
        }
        self.init(
            name: try reader.text("name"), refPrefix: try reader.text("ref_prefix"),
            meetingRole: try reader.text("meeting_role"), accountRole: try reader.text("account_role"),
            auditRole: try reader.text("audit_role"), groups: groups,
            disabledHouseRules: json["disabled_house_rules"]?.strings ?? [], mark: reader.optionalText("mark"))
        for member in reader.optionalObject("offices")?.members ?? [] {
            guard let holding = member.value.string.flatMap(OfficeHolding.init) else {
                throw EventError("forum: an office that is held for nothing known")
            }
            offices[member.key] = holding
        }
        closed = try reader.optionalText("closed").map { _ throws(EventError) in try reader.instant("closed") }
        meetingKinds = json["meeting_kinds"]?.strings ?? []
        views = json["views"]?.array ?? []
        if let rule = reader.optionalObject("listing") {
            let rule = EventReader(rule, "listing")
            listing = ListingRule(role: try rule.text("role"), meetingKind: try rule.text("meeting_kind"))
        }
        if let rule = reader.optionalObject("contacts") {
            let rule = EventReader(rule, "contacts")
            contacts = ContactRule(
                role: try rule.text("role"), ownRole: rule.optionalText("own_role"),
                subjects: try rule.texts("subjects"), everyDays: rule.optionalInteger("every_days"))
        }
    }
}
