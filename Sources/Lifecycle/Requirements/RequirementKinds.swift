/// Every requirement that a file may ask for.
package enum RequirementKinds {
    /// In the order in which they are told to somebody who misspelled one.
    package static let all: [any Requirement.Type] = [
        FormComplete.self,
        Counterparts.self,
        DuplicatesAnswered.self,
        OnTrack.self,
        FullConsensus.self,
        MeetingHeld.self,
        DecidedDuringMeeting.self,
        DecidedInOrder.self,
        MeetingAfterFact.self,
        NotOwnPartner.self,
        FactRecorded.self,
        FactAbsent.self,
        DatesNotInFuture.self,
        DatesInOrder.self,
        TodayBefore.self,
        AtLeast.self,
        InputsWith.self,
        DeadlinePassed.self,
        SameOfficeAsLastMove.self,
        LastMoveNot.self,
        DecidedOn.self,
        DecidedOnLatest.self,
        NamedIn.self,
        FactSince.self,
        WithinDays.self,
        FieldIs.self,
        SignedByActor.self,
        Quorum.self,
    ]

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// Nil where there is none of this name.
    package static func named(_ name: String) -> (any Requirement.Type)? { byName[name] }
}
