package import CivilTime
package import Lifecycle

/// A forum's registry: partners, meetings, lifecycles, accounts and appointments, folded from its stream of events.
package struct Registry: Sendable, Hashable {
    package var forum: String
    /// The version of the last event folded; 0 before the first.
    package var version: Int
    package var lastDigest: String?
    package var settings: ForumSettings?
    /// Partners by id.
    package var partners: [String: Partner]
    /// Partner ids in the order of admission.
    package var partnerOrder: [String]
    package var meetings: [String: Meeting]
    /// Every lifecycle ever loaded, by digest.
    package var lifecycles: LoadedLifecycles
    /// The digest of the newest version of each lifecycle, by id.
    package var currentLifecycles: [String: String]
    package var accounts: Accounts
    package var tokens: [String: TokenRecord]
    /// Lists of groups, by ``GroupList/key(_:_:)``.
    package var lists: [String: GroupList] = [:]
    /// Every contact point there ever was, by number.
    package var contacts: [ContactPoint] = []
    package var circulations: [ContactCirculation] = []
    /// How often and when last each meeting was changed, by id.
    package var meetingStamps: [String: InformationStamp] = [:]
    /// When the forum's settings, its views among them, were last changed.
    package var settingsRevisedAt: Instant?
    /// The last time anything was recorded here.
    package var recordedAt: Instant?

    package init(forum: String) {
        self.forum = forum
        version = 0
        partners = [:]
        partnerOrder = []
        meetings = [:]
        lifecycles = LoadedLifecycles()
        currentLifecycles = [:]
        accounts = Accounts()
        tokens = [:]
    }

    /// The registry of the server itself, whose administrators may open forums.
    package static let serverForum = "server"

    /// The partners that are members on a day, in the order of admission.
    package func members(on day: CivilDate) -> [Partner] {
        partnerOrder.compactMap { partners[$0] }.filter { $0.isMember(on: day) }
    }

    /// Whether an office's group holds a partner of these attributes: as the forum says, or else by the attribute that names groups.
    package func group(
        _ group: String, contains partner: String, attributes: [String: String], attribute: String = "group"
    ) -> Bool {
        settings?.groups[group]?.contains(partner, attributes) ?? (attributes[attribute] == group)
    }

    /// Who holds such an office at a moment: the ids of the accounts, in order.
    package func holders(of office: Capable, at now: Instant) -> [String] {
        accounts.appointments.holders(of: office, at: now)
    }

    /// Since when nobody holds such an office: the end of the last appointment, nil where it was never filled. One that was ended
    /// before it began filled nothing.
    package func vacantSince(_ office: Capable, at now: Instant) -> Instant? {
        accounts.appointments.lastEnd(of: office, at: now)
    }
}

extension Capable {
    /// Whether this is such an office.
    func isMet(by office: Office) -> Bool {
        office.role == role && (partner == nil || office.partner == partner) && (group == nil || office.group == group)
            && (except == nil || office.partner != except)
    }
}
