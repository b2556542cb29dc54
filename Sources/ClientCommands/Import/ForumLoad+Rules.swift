import DefinitionFiles
import LineProtocol

/// What forum.yaml says, as it is sent.
extension Verbs.Forum.Holding {
    init(_ holding: ForumDefinition.Holder) {
        self =
            switch holding {
            case .partner: .partner
            case .group: .group
            case .forum: .forum
            }
    }
}

extension Verbs.Forum.Group {
    init(_ group: ForumDefinition.Group) {
        self.init()
        attributes = group.attributes
        partners = group.partners
    }
}

extension Verbs.Forum.Listing {
    init(_ listing: ForumDefinition.Listing) {
        self.init()
        role = listing.role
        meetingKind = listing.meetingKind
    }
}

extension Verbs.Forum.Contacts {
    init(_ contacts: ForumDefinition.Contacts) {
        self.init()
        role = contacts.role
        ownRole = contacts.ownRole
        subjects = contacts.subjects
        everyDays = contacts.everyDays
    }
}
