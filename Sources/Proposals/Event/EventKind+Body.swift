/// Whose events are of a kind, and how they are read.
package enum EventBodyType {
    /// It begins a proposal.
    case opening(any OpeningBody.Type)
    case proposal(any ProposalBody.Type)
    case registry(any RegistryBody.Type)

    /// Whether such an event may lead to another state.
    var mayMove: Bool {
        switch self {
        case .proposal(let type): type.mayMove
        case .opening, .registry: false
        }
    }
}

extension EventKind {
    /// The type that holds all that is known of a kind.
    package var body: EventBodyType {
        switch self {
        case .drafted: .opening(Event.Drafted.self)
        case .archived: .opening(Event.Archived.self)
        case .revised: .proposal(Event.Revised.self)
        case .revisionContested: .proposal(Event.RevisionContested.self)
        case .moved: .proposal(Event.Moved.self)
        case .acknowledged: .proposal(Event.Acknowledged.self)
        case .positionTaken: .proposal(Event.PositionTaken.self)
        case .positionRetracted: .proposal(Event.PositionRetracted.self)
        case .positionContested: .proposal(Event.PositionContested.self)
        case .tacitRecorded: .proposal(Event.TacitRecorded.self)
        case .deadlineMoved: .proposal(Event.DeadlineMoved.self)
        case .deadlinePassed: .proposal(Event.DeadlinePassed.self)
        case .factRecorded: .proposal(Event.FactRecorded.self)
        case .noted: .proposal(Event.Noted.self)
        case .invitationProposed: .proposal(Event.InvitationProposed.self)
        case .invitationPosition: .proposal(Event.InvitationPosition.self)
        case .invitationDecided: .proposal(Event.InvitationDecided.self)
        case .migrated: .proposal(Event.Migrated.self)
        case .filed: .proposal(Event.Filed.self)
        case .forumOpened: .registry(Event.ForumOpened.self)
        case .forumChanged: .registry(Event.ForumChanged.self)
        case .partnerAdmitted: .registry(Event.PartnerAdmitted.self)
        case .partnerChanged: .registry(Event.PartnerChanged.self)
        case .partnerLeft: .registry(Event.PartnerLeft.self)
        case .meetingScheduled: .registry(Event.MeetingScheduled.self)
        case .meetingChanged: .registry(Event.MeetingChanged.self)
        case .meetingHeld: .registry(Event.MeetingHeld.self)
        case .lifecycleLoaded: .registry(Event.LifecycleLoaded.self)
        case .accountOpened: .registry(Event.AccountOpened.self)
        case .appointmentMade: .registry(Event.AppointmentMade.self)
        case .appointmentEnded: .registry(Event.AppointmentEnded.self)
        case .tokenIssued: .registry(Event.TokenIssued.self)
        case .tokenRevoked: .registry(Event.TokenRevoked.self)
        case .listDrawn: .registry(Event.ListDrawn.self)
        case .listSubmitted: .registry(Event.ListSubmitted.self)
        case .contactSet: .registry(Event.ContactSet.self)
        case .contactEnded: .registry(Event.ContactEnded.self)
        case .contactsCirculated: .registry(Event.ContactsCirculated.self)
        case .keyRegistered: .registry(Event.KeyRegistered.self)
        case .keyEnded: .registry(Event.KeyEnded.self)
        }
    }
}
