package import CanonicalJSON
package import Proposals

/// What a request says of a forum's settings; what it does not name stays. Each member that it names is replaced as a whole.
package struct SettingsChange: Sendable, Hashable {
    package var name: Said<String> = .nothing
    package var refPrefix: Said<String> = .nothing
    package var meetingRole: Said<String> = .nothing
    package var accountRole: Said<String> = .nothing
    package var auditRole: Said<String> = .nothing
    package var mark: Said<String> = .nothing
    package var groups: Said<[String: ForumSettings.GroupRule]> = .nothing
    package var disabledHouseRules: Said<[String]> = .nothing
    package var offices: Said<[String: OfficeHolding]> = .nothing
    package var meetingKinds: Said<[String]> = .nothing
    package var views: Said<[JSONValue]> = .nothing
    package var listing: Said<ListingRule> = .nothing
    package var contacts: Said<ContactRule> = .nothing

    package init() {}

    /// The settings as they are afterwards.
    func over(_ present: ForumSettings?) throws(ServiceFailure) -> ForumSettings {
        var settings = ForumSettings(
            name: try name.over(needed: present?.name, "name", "FORUM"),
            refPrefix: try refPrefix.over(needed: present?.refPrefix, "ref_prefix", "FORUM"),
            meetingRole: try meetingRole.over(needed: present?.meetingRole, "meeting_role", "FORUM"),
            accountRole: try accountRole.over(needed: present?.accountRole, "account_role", "FORUM"),
            auditRole: try auditRole.over(needed: present?.auditRole, "audit_role", "FORUM"),
            groups: groups.over(present?.groups) ?? [:],
            disabledHouseRules: disabledHouseRules.over(present?.disabledHouseRules) ?? [],
            mark: mark.over(present?.mark))
        settings.offices = offices.over(present?.offices) ?? [:]
        settings.meetingKinds = meetingKinds.over(present?.meetingKinds) ?? []
        settings.views = views.over(present?.views) ?? []
        settings.listing = listing.over(present?.listing)
        settings.contacts = contacts.over(present?.contacts)
        return settings
    }
}
