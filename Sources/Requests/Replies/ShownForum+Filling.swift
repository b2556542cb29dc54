import LineProtocol
import ProposalService
import Proposals

extension ShownForum {
    init(_ seen: SeenForum) {
        self.init()
        forum = seen.forum
        name = seen.settings.name
        mark = seen.settings.mark
        guard let registry = seen.registry else { return }
        var shown = Verbs.Forum.Shown(seen.settings)
        shown.registryVersion = registry.version
        shown.partners = seen.partners
        shown.lifecycles = registry.currentLifecycles.keys.sorted()
        settings = shown
    }
}

extension Verbs.Forum.Shown {
    /// What a forum does not have is left out, as it is in its record.
    fileprivate init(_ settings: ForumSettings) {
        self.init()
        refPrefix = settings.refPrefix
        meetingRole = settings.meetingRole
        accountRole = settings.accountRole
        auditRole = settings.auditRole
        disabledHouseRules = settings.disabledHouseRules
        groups = settings.groups.mapValues { Verbs.Forum.Group($0) }
        if !settings.offices.isEmpty { offices = settings.offices.mapValues { Verbs.Forum.Holding($0) } }
        if !settings.meetingKinds.isEmpty { meetingKinds = settings.meetingKinds }
        if !settings.views.isEmpty { views = settings.views }
        listing = settings.listing.map { Verbs.Forum.Listing($0) }
        contacts = settings.contacts.map { Verbs.Forum.Contacts($0) }
        closed = settings.closed
    }
}

extension Verbs.Forum.Group {
    fileprivate init(_ rule: ForumSettings.GroupRule) {
        self.init()
        attributes = rule.attributes
        partners = rule.partners
    }
}

extension Verbs.Forum.Holding {
    fileprivate init(_ holding: OfficeHolding) {
        switch holding {
        case .partner: self = .partner
        case .group: self = .group
        case .forum: self = .forum
        }
    }
}

extension Verbs.Forum.Listing {
    fileprivate init(_ rule: ListingRule) {
        self.init()
        role = rule.role
        meetingKind = rule.meetingKind
    }
}

extension Verbs.Forum.Contacts {
    fileprivate init(_ rule: ContactRule) {
        self.init()
        role = rule.role
        ownRole = rule.ownRole
        subjects = rule.subjects
        everyDays = rule.everyDays
    }
}
