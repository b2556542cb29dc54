import CanonicalJSON
import LineProtocol
import ProposalService
import Proposals

extension CallerRequestHandler {
    /// What FORUM says of a forum's settings.
    func settings(_ reader: inout RequestReader) throws(ServiceFailure) -> SettingsChange {
        var change = SettingsChange()
        change.name = try reader.saidText("name")
        change.refPrefix = try reader.saidText("ref_prefix")
        change.meetingRole = try reader.saidText("meeting_role")
        change.accountRole = try reader.saidText("account_role")
        change.auditRole = try reader.saidText("audit_role")
        change.mark = try reader.saidText("mark")
        change.disabledHouseRules = Said(
            isNamed: reader.names("disabled_house_rules"), try names(&reader, of: "disabled_house_rules"))
        change.offices = Said(isNamed: reader.names("offices"), try offices(&reader))
        change.meetingKinds = Said(isNamed: reader.names("meeting_kinds"), try names(&reader, of: "meeting_kinds"))
        change.groups = Said(isNamed: reader.names("groups"), try groups(&reader))
        change.views = Said(isNamed: reader.names("views"), try reader.array("views"))
        change.listing = Said(isNamed: reader.names("listing"), try listingRule(&reader))
        change.contacts = Said(isNamed: reader.names("contacts"), try contactRule(&reader))
        return change
    }

    private func names(_ reader: inout RequestReader, of key: String) throws(ServiceFailure) -> [String]? {
        guard let values = try reader.array(key) else { return nil }
        var names: [String] = []
        for value in values {
            guard let name = value.string else { throw reader.wrong(key, "give a list of names") }
            names.append(name)
        }
        return names
    }

    private func offices(_ reader: inout RequestReader) throws(ServiceFailure) -> [String: OfficeHolding]? {
        guard let given = try reader.texts("offices") else { return nil }
        var offices: [String: OfficeHolding] = [:]
        for (role, word) in given {
            guard let holding = OfficeHolding(rawValue: word) else {
                throw reader.wrong("offices", "\"\(role)\" is held for a \"partner\", a \"group\" or the \"forum\"")
            }
            offices[role] = holding
        }
        return offices
    }

    private func groups(
        _ reader: inout RequestReader
    ) throws(ServiceFailure) -> [String: ForumSettings.GroupRule]? {
        guard let given = try reader.object("groups") else { return nil }
        var groups: [String: ForumSettings.GroupRule] = [:]
        for member in given.members {
            guard let object = member.value.object else {
                throw reader.wrong("groups", "\"\(member.key)\" must be an object")
            }
            var inner = RequestReader(reader.request.with(object))
            var rule = ForumSettings.GroupRule()
            for attribute in try inner.object("attributes")?.members ?? [] {
                guard let values = attribute.value.strings else {
                    throw reader.wrong("groups", "\"\(attribute.key)\" must be a list of texts")
                }
                rule.attributes[attribute.key] = values
            }
            if let partners = inner.take("partners") {
                guard let ids = partners.strings else { throw reader.wrong("groups", "partners are a list of ids") }
                rule.partners = ids
            }
            try inner.done()
            groups[member.key] = rule
        }
        return groups
    }

    private func listingRule(_ reader: inout RequestReader) throws(ServiceFailure) -> ListingRule? {
        guard let listing = try reader.object("listing") else { return nil }
        var inner = RequestReader(reader.request.with(listing))
        let rule = ListingRule(
            role: try inner.requiredText("role"), meetingKind: try inner.requiredText("meeting_kind"))
        try inner.done()
        return rule
    }

    private func contactRule(_ reader: inout RequestReader) throws(ServiceFailure) -> ContactRule? {
        guard let contacts = try reader.object("contacts") else { return nil }
        var inner = RequestReader(reader.request.with(contacts))
        let rule = ContactRule(
            role: try inner.requiredText("role"), ownRole: try inner.text("own_role"),
            subjects: try inner.array("subjects")?.compactMap(\.string) ?? [],
            everyDays: try inner.integer("every_days"))
        try inner.done()
        return rule
    }
}
