package import CivilTime
package import Lifecycle
package import Sharing

/// A forum's registry: partners, meetings, lifecycles, accounts and appointments, folded from its stream of events.
///
/// It holds much and is handed to every decision: a copy is one reference.
package struct Registry: Sendable, Hashable {
    @usableFromInline var parts: Shared<Parts>

    /// What a registry holds.
    @usableFromInline struct Parts: Sendable, Hashable {
        @usableFromInline var forum: String
        @usableFromInline var version = 0
        @usableFromInline var lastDigest: String?
        @usableFromInline var settings: ForumSettings?
        @usableFromInline var partners: [String: Partner] = [:]
        @usableFromInline var partnerOrder: [String] = []
        @usableFromInline var meetings: [String: Meeting] = [:]
        @usableFromInline var lifecycles = LoadedLifecycles()
        @usableFromInline var currentLifecycles: [String: String] = [:]
        @usableFromInline var accounts = Accounts()
        @usableFromInline var tokens: [String: TokenRecord] = [:]
        @usableFromInline var identities: [String: IdentityRecord] = [:]
        @usableFromInline var erasures = 0
        @usableFromInline var lists: [String: GroupList] = [:]
        @usableFromInline var contacts: [ContactPoint] = []
        @usableFromInline var circulations: [ContactCirculation] = []
        @usableFromInline var meetingStamps: [String: InformationStamp] = [:]
        @usableFromInline var settingsRevisedAt: Instant?
        @usableFromInline var recordedAt: Instant?

        init(forum: String) { self.forum = forum }
    }

    @inlinable package var forum: String {
        _read { yield parts.value.forum }
        _modify { yield &parts.value.forum }
    }
    /// The version of the last event folded; 0 before the first.
    @inlinable package var version: Int {
        _read { yield parts.value.version }
        _modify { yield &parts.value.version }
    }
    @inlinable package var lastDigest: String? {
        _read { yield parts.value.lastDigest }
        _modify { yield &parts.value.lastDigest }
    }
    @inlinable package var settings: ForumSettings? {
        _read { yield parts.value.settings }
        _modify { yield &parts.value.settings }
    }
    /// Partners by id.
    @inlinable package var partners: [String: Partner] {
        _read { yield parts.value.partners }
        _modify { yield &parts.value.partners }
    }
    /// Partner ids in the order of admission.
    @inlinable package var partnerOrder: [String] {
        _read { yield parts.value.partnerOrder }
        _modify { yield &parts.value.partnerOrder }
    }
    @inlinable package var meetings: [String: Meeting] {
        _read { yield parts.value.meetings }
        _modify { yield &parts.value.meetings }
    }
    /// Every lifecycle ever loaded, by digest.
    @inlinable package var lifecycles: LoadedLifecycles {
        _read { yield parts.value.lifecycles }
        _modify { yield &parts.value.lifecycles }
    }
    /// The digest of the newest version of each lifecycle, by id.
    @inlinable package var currentLifecycles: [String: String] {
        _read { yield parts.value.currentLifecycles }
        _modify { yield &parts.value.currentLifecycles }
    }
    @inlinable package var accounts: Accounts {
        _read { yield parts.value.accounts }
        _modify { yield &parts.value.accounts }
    }
    @inlinable package var tokens: [String: TokenRecord] {
        _read { yield parts.value.tokens }
        _modify { yield &parts.value.tokens }
    }
    /// Links of accounts to identity providers, those that ended among them, by id.
    @inlinable package var identities: [String: IdentityRecord] {
        _read { yield parts.value.identities }
        _modify { yield &parts.value.identities }
    }
    /// How often personal values were erased.
    @inlinable package var erasures: Int {
        _read { yield parts.value.erasures }
        _modify { yield &parts.value.erasures }
    }
    /// Lists of groups, by ``GroupList/key(_:_:)``.
    @inlinable package var lists: [String: GroupList] {
        _read { yield parts.value.lists }
        _modify { yield &parts.value.lists }
    }
    /// Every contact point there ever was, by number.
    @inlinable package var contacts: [ContactPoint] {
        _read { yield parts.value.contacts }
        _modify { yield &parts.value.contacts }
    }
    @inlinable package var circulations: [ContactCirculation] {
        _read { yield parts.value.circulations }
        _modify { yield &parts.value.circulations }
    }
    /// How often and when last each meeting was changed, by id.
    @inlinable package var meetingStamps: [String: InformationStamp] {
        _read { yield parts.value.meetingStamps }
        _modify { yield &parts.value.meetingStamps }
    }
    /// When the forum's settings, its views among them, were last changed.
    @inlinable package var settingsRevisedAt: Instant? {
        _read { yield parts.value.settingsRevisedAt }
        _modify { yield &parts.value.settingsRevisedAt }
    }
    /// The last time anything was recorded here.
    @inlinable package var recordedAt: Instant? {
        _read { yield parts.value.recordedAt }
        _modify { yield &parts.value.recordedAt }
    }

    package init(forum: String) { parts = Shared(Parts(forum: forum)) }

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
