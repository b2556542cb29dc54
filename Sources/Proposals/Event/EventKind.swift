/// What an event says happened. The texts stand in the record for ever.
package enum EventKind: String, Sendable, Hashable, CaseIterable {
    // One proposal's stream.
    case drafted
    case archived
    case revised
    case revisionContested = "revision-contested"
    case moved
    case acknowledged
    case positionTaken = "position-taken"
    case positionRetracted = "position-retracted"
    case positionContested = "position-contested"
    case tacitRecorded = "tacit-recorded"
    case deadlineMoved = "deadline-moved"
    case deadlinePassed = "deadline-passed"
    case factRecorded = "fact-recorded"
    case noted
    case invitationProposed = "invitation-proposed"
    case invitationPosition = "invitation-position"
    case invitationDecided = "invitation-decided"
    case migrated
    case filed

    // A forum's registry stream.
    case forumOpened = "forum-opened"
    case forumChanged = "forum-changed"
    case partnerAdmitted = "partner-admitted"
    case partnerChanged = "partner-changed"
    case partnerLeft = "partner-left"
    case meetingScheduled = "meeting-scheduled"
    case meetingChanged = "meeting-changed"
    case meetingHeld = "meeting-held"
    case lifecycleLoaded = "lifecycle-loaded"
    case accountOpened = "account-opened"
    case appointmentMade = "appointment-made"
    case appointmentEnded = "appointment-ended"
    case tokenIssued = "token-issued"
    case tokenRevoked = "token-revoked"
    case listDrawn = "list-drawn"
    case listSubmitted = "list-submitted"
    case contactSet = "contact-set"
    case contactEnded = "contact-ended"
    case contactsCirculated = "contacts-circulated"
    case keyRegistered = "key-registered"
    case keyEnded = "key-ended"
    case identityLinked = "identity-linked"
    case identityEnded = "identity-ended"
    case personalErased = "personal-erased"

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

    /// The kind of a name, found at once however many kinds there are.
    init?(named name: String) {
        guard let kind = EventKind.byName[name] else { return nil }
        self = kind
    }
}
