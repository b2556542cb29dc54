package import CanonicalJSON
package import CivilTime

extension Verbs.Forum: ReadVerb {
    package typealias End = ShownForum

    /// What a forum decided about itself, and how far it has come. Its members stand in the forum's own object.
    package struct Shown: ReplyPart {
        package var refPrefix: String?
        package var meetingRole: String?
        package var accountRole: String?
        package var auditRole: String?
        package var disabledHouseRules: [String] = []
        package var groups: [String: Group] = [:]
        /// By role; nil where its settings do not say.
        package var offices: [String: Holding]?
        /// Nil where it takes meetings of any kind.
        package var meetingKinds: [String]?
        /// Each as its file writes it.
        package var views: [JSONValue]?
        package var listing: Listing?
        package var contacts: Contacts?
        /// When the trial was closed.
        package var closed: Instant?
        package var registryVersion: Int?
        /// How many partners it has today.
        package var partners: Int?
        /// The ids of its lifecycles.
        package var lifecycles: [String] = []

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("ref_prefix", &refPrefix)
            coder.text("meeting_role", &meetingRole)
            coder.text("account_role", &accountRole)
            coder.text("audit_role", &auditRole)
            coder.texts("disabled_house_rules", &disabledHouseRules, else: [])
            coder.parts("groups", &groups, else: [:])
            var held = offices?.mapValues(\.rawValue)
            coder.texts("offices", &held)
            offices = held?.compactMapValues { Holding(rawValue: $0) }
            coder.texts("meeting_kinds", &meetingKinds)
            coder.values("views", &views)
            coder.part("listing", &listing)
            coder.part("contacts", &contacts)
            coder.instant("closed", &closed)
            coder.integer("registry_version", &registryVersion)
            coder.integer("partners", &partners)
            coder.texts("lifecycles", &lifecycles, else: [])
        }
    }
}

extension Verbs.Forum.Group: ReplyPart {
    package mutating func members(_ coder: inout ReplyCoder) {
        coder.texts("attributes", &attributes, else: [:])
        coder.texts("partners", &partners)
    }
}

extension Verbs.Forum.Listing: ReplyPart {
    package mutating func members(_ coder: inout ReplyCoder) {
        coder.text("role", &role)
        coder.text("meeting_kind", &meetingKind)
    }
}

extension Verbs.Forum.Contacts: ReplyPart {
    package mutating func members(_ coder: inout ReplyCoder) {
        coder.text("role", &role)
        coder.orNull("own_role", &ownRole) { $0.text($1, &$2) }
        coder.texts("subjects", &subjects)
        coder.orNull("every_days", &everyDays) { $0.integer($1, &$2) }
    }
}
