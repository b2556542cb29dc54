import DefinitionTree

/// Turns the tree of a forum.yaml into a ``ForumDefinition``.
enum ForumReader {
    static func read(_ reading: DefinitionReading) -> ForumDefinition? {
        let keys = [
            "forum", "name", "ref_prefix", "time_zone_note", "mark", "appointments", "duties", "attributes", "groups",
            "meeting_kinds", "lifecycles", "disabled_house_rules", "files", "spellings", "listing", "contacts",
        ]
        guard let map = MapReader(reading.root, at: .root, what: "a forum", keys: keys, reading) else { return nil }
        return ForumDefinition(
            id: map.name("forum") ?? "", name: map.text("name") ?? "", refPrefix: prefix(map),
            timeZoneNote: map.text("time_zone_note", default: ""), mark: map.has("mark") ? map.text("mark") : nil,
            appointments: appointments(map), duties: duties(map), attributes: map.needed("attributes"),
            groups: groups(map), meetingKinds: map.texts("meeting_kinds", .name), lifecycles: map.needed("lifecycles"),
            disabledHouseRules: map.texts("disabled_house_rules"), files: files(map), spellings: spellings(map),
            listing: listing(map), contacts: contacts(map))
    }

    private static func prefix(_ map: MapReader) -> String {
        guard let text = map.text("ref_prefix") else { return "" }
        let isLetter: (UInt8) -> Bool = { (0x41...0x5A).contains($0) }
        guard let first = text.utf8.first, isLetter(first), text.utf8.count <= 12,
            text.utf8.allSatisfy({ isLetter($0) || (0x30...0x39).contains($0) })
        else {
            map.fault("ref_prefix", "\"\(text)\" cannot begin a ref: use capital letters and digits, at most 12")
            return ""
        }
        return text
    }

    private static func appointments(_ map: MapReader) -> [ForumDefinition.AppointmentRole] {
        let roles: [ForumDefinition.AppointmentRole] = map.maps(
            "appointments", .roles, what: "an appointment role", keys: ["role", "of"]
        ) { entry in
            guard let role = entry.name("role") else { return nil }
            return ForumDefinition.AppointmentRole(role: role, of: entry.word("of", default: .forum))
        }
        if roles.isEmpty {
            map.reading.fault(at: DefinitionPath.root["appointments"], "a forum needs \"appointments\"")
        }
        for (index, role) in roles.enumerated() where roles[..<index].contains(where: { $0.role == role.role }) {
            map.reading.fault(
                atRead: DefinitionPath.root["appointments"][index], "the role \"\(role.role)\" appears twice")
        }
        return roles
    }

    private static func duties(_ map: MapReader) -> ForumDefinition.Duties {
        let keys = ["publishing", "meetings", "accounts", "audit"]
        guard let duties = map.map("duties", what: "the duties", keys: keys) else {
            if !map.has("duties") {
                map.reading.fault(at: .root, "a forum needs \"duties\": \(keys.joined(separator: ", "))")
            }
            return ForumDefinition.Duties(publishing: "", meetings: "", accounts: "", audit: "")
        }
        return ForumDefinition.Duties(
            publishing: duties.text("publishing") ?? "", meetings: duties.text("meetings") ?? "",
            accounts: duties.text("accounts") ?? "", audit: duties.text("audit") ?? "")
    }

    private static func groups(_ map: MapReader) -> [ForumDefinition.Group] {
        map.maps("groups", .roles, what: "a group", keys: ["id", "attributes", "partners"]) { entry in
            guard let id = entry.text("id") else { return nil }
            return ForumDefinition.Group(
                id: id, attributes: lists(entry, "attributes"), partners: entry.texts("partners"))
        }
    }

    private static func files(_ map: MapReader) -> ForumDefinition.Files {
        let keys = ["partners", "coordinators", "meetings", "initiatives", "views"]
        guard let files = map.map("files", what: "the files", keys: keys) else {
            if !map.has("files") { map.reading.fault(at: .root, "a forum needs \"files\" with \"partners\"") }
            return ForumDefinition.Files(partners: "")
        }
        func path(_ key: String) -> String? { files.has(key) ? files.text(key) : nil }
        return ForumDefinition.Files(
            partners: files.text("partners") ?? "", coordinators: path("coordinators"), meetings: path("meetings"),
            initiatives: path("initiatives"), views: path("views"))
    }

    private static func listing(_ map: MapReader) -> ForumDefinition.Listing? {
        guard let listing = map.map("listing", what: "the listing", keys: ["role", "meeting_kind"]),
            let role = listing.name("role"), let kind = listing.name("meeting_kind")
        else { return nil }
        return ForumDefinition.Listing(role: role, meetingKind: kind)
    }

    private static func contacts(_ map: MapReader) -> ForumDefinition.Contacts? {
        let keys = ["role", "own_role", "subjects", "every_days"]
        guard let contacts = map.map("contacts", what: "the contacts", keys: keys), let role = contacts.name("role")
        else { return nil }
        return ForumDefinition.Contacts(
            role: role, ownRole: contacts.has("own_role") ? contacts.name("own_role") : nil,
            subjects: contacts.needed("subjects", .name),
            everyDays: contacts.integer("every_days", 1...36_500).map { Int($0) })
    }

    private static func spellings(_ map: MapReader) -> [String: [String]] { lists(map, "spellings") }

    /// A map whose keys are free and whose values are lists of texts.
    private static func lists(_ map: MapReader, _ key: String) -> [String: [String]] {
        guard let node = map.node(key) else { return [:] }
        guard case .map(let entries) = node.content else {
            map.fault(key, "\"\(key)\" is a map of lists, not \(node.kindName)")
            return [:]
        }
        let keys = entries.map(\.key)
        let inner = map.map(key, what: "\"\(key)\"", keys: keys)
        return Dictionary(keys.map { ($0, inner?.texts($0) ?? []) }, uniquingKeysWith: { first, _ in first })
    }
}
