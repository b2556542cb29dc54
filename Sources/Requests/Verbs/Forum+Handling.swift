import CanonicalJSON
import LineProtocol
import ProposalService
import Proposals

extension Verbs.Forum: TypedReadHandling, WriteHandling {
    func typedAnswer(
        _ service: ProposalService, to caller: Caller
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End> {
        TypedAnswer(end: ShownForum(try await service.forum(forum, caller)))
    }

    func work() throws(ServiceFailure) -> WriteRequest.Work {
        guard !close else { return .registry(forum: forum, .command(.closeForum(at: nil))) }
        return .registry(forum: forum, .change(.settings((settings ?? Settings()).change)))
    }
}

extension Verbs.Forum.Settings {
    /// The same in the words of the record.
    fileprivate var change: SettingsChange {
        var change = SettingsChange()
        change.name = name
        change.refPrefix = refPrefix
        change.meetingRole = meetingRole
        change.accountRole = accountRole
        change.auditRole = auditRole
        change.mark = mark
        change.disabledHouseRules = disabledHouseRules
        change.offices = offices.mapped { $0.mapValues(\.known) }
        change.meetingKinds = meetingKinds
        change.groups = groups.mapped { $0.mapValues(\.known) }
        change.views = views
        change.listing = listing.mapped { ListingRule(role: $0.role, meetingKind: $0.meetingKind) }
        change.contacts = contacts.mapped {
            ContactRule(role: $0.role, ownRole: $0.ownRole, subjects: $0.subjects, everyDays: $0.everyDays)
        }
        return change
    }
}

extension Verbs.Forum.Holding {
    fileprivate var known: OfficeHolding {
        switch self {
        case .partner: .partner
        case .group: .group
        case .forum: .forum
        }
    }
}

extension Verbs.Forum.Group {
    fileprivate var known: ForumSettings.GroupRule {
        var rule = ForumSettings.GroupRule()
        rule.attributes = attributes
        if let partners { rule.partners = partners }
        return rule
    }
}
