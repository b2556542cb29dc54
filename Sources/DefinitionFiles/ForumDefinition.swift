/// A forum as its forum.yaml tells of it: roles, groups, attributes, and the files beside it.
package struct ForumDefinition: Sendable, Hashable {
    package var id: String
    package var name: String
    /// The letters that begin every ref (`REF` in `REF-2026-0001`).
    package var refPrefix: String
    package var timeZoneNote: String
    /// A mark that every line of a trial forum carries; nil for a real one.
    package var mark: String?
    /// The roles that an account can be appointed to.
    package var appointments: [AppointmentRole]
    package var duties: Duties
    /// The attributes of partners that lifecycles and groups may refer to.
    package var attributes: [String]
    package var groups: [Group]
    package var meetingKinds: [String]
    /// Paths of lifecycle files.
    package var lifecycles: [String]
    /// Names of requirements marked as house rules that the forum does not follow.
    package var disabledHouseRules: [String]
    package var files: Files
    /// Other names of partners, by partner id.
    package var spellings: [String: [String]]
    /// Who draws up the lists of groups; nil where the forum keeps none.
    package var listing: Listing?
    /// Who keeps the contact points; nil where the forum keeps none.
    package var contacts: Contacts?

    /// A role that an account can be appointed to.
    package struct AppointmentRole: Sendable, Hashable {
        package var role: String
        package var of: Holder
    }

    /// What an appointment is held for.
    package enum Holder: String, Sendable, Hashable, CaseIterable {
        case partner, group, forum
    }

    /// Which appointment role does what the server needs done.
    package struct Duties: Sendable, Hashable {
        package var publishing: String
        package var meetings: String
        package var accounts: String
        package var audit: String
    }

    /// A group of partners that an appointment may stand for: those with any of these attribute values, and those named.
    package struct Group: Sendable, Hashable {
        package var id: String
        package var attributes: [String: [String]]
        package var partners: [String]

        package func contains(_ partner: String, _ attributes: [String: String]) -> Bool {
            partners.contains(partner)
                || self.attributes.contains { key, values in attributes[key].map(values.contains) ?? false }
        }
    }

    /// The role that draws up its group's list for the first meeting of a kind in a year.
    package struct Listing: Sendable, Hashable {
        package var role: String
        package var meetingKind: String
    }

    /// The roles that keep contact points, what these are for, and after how many days they go round again.
    package struct Contacts: Sendable, Hashable {
        package var role: String
        package var ownRole: String?
        package var subjects: [String]
        package var everyDays: Int?
    }

    /// Paths of the data files; nil where there is none.
    package struct Files: Sendable, Hashable {
        package var partners: String
        package var coordinators: String?
        package var meetings: String?
        package var initiatives: String?
        package var views: String?
    }
}
