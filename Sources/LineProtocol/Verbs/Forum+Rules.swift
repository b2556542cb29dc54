import CanonicalJSON

extension Verbs.Forum {
    /// Whom an office is held for.
    package enum Holding: String, Sendable, Hashable, CaseIterable {
        case partner, group, forum
    }

    /// Which partners make a group: by what their attributes say, or by their ids.
    package struct Group: RequestPart {
        package var attributes: [String: [String]] = [:]
        package var partners: [String]?

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            var given: JSONObject? = JSONObject(
                attributes.map { JSONObject.Member(key: $0.key, value: .strings($0.value)) })
            try coder.object("attributes", &given)
            attributes = [:]
            for attribute in given?.members ?? [] {
                guard let values = attribute.value.strings else {
                    throw coder.wrong("groups", "\"\(attribute.key)\" must be a list of texts")
                }
                attributes[attribute.key] = values
            }
            var ids = partners.map { JSONValue.strings($0) }
            coder.value("partners", &ids)
            partners = ids?.strings
            if ids != nil, partners == nil { throw coder.wrong("groups", "partners are a list of ids") }
        }
    }

    /// Who draws up a group's list, and before which meetings.
    package struct Listing: RequestPart {
        package var role = ""
        package var meetingKind = ""

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.text("role", &role)
            try coder.text("meeting_kind", &meetingKind)
        }
    }

    /// Who keeps the contact points, and how often they are sent out.
    package struct Contacts: RequestPart {
        package var role = ""
        package var ownRole: String?
        package var subjects: [String] = []
        package var everyDays: Int?

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.text("role", &role)
            try coder.orNull("own_role", &ownRole) { coder, key, role throws(Failure) in try coder.text(key, &role) }
            var given: [JSONValue]? = subjects.map { .string($0) }
            try coder.array("subjects", &given)
            subjects = given?.compactMap(\.string) ?? []
            try coder.orNull("every_days", &everyDays) { coder, key, days throws(Failure) in
                try coder.integer(key, &days)
            }
        }
    }
}
