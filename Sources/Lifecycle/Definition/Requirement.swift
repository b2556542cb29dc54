/// The closed vocabulary of conditions. A file can combine them, never invent one or evaluate code.
package enum Requirement: Sendable, Hashable {
    /// Every form field that is needed by this transition, on this track, is filled.
    case formComplete
    /// Partners in a list field cover each of these values of an attribute, or a reasoned waiver is given.
    case counterparts(field: String, attribute: String, values: [String], waiver: String)
    /// Each likely duplicate was looked at and answered in this field.
    case duplicatesAnswered(field: String)
    /// The proposal is circulated (or being circulated) on one of these tracks.
    case onTrack([String])
    /// Consensus stands under the lifecycle's ``ConsensusRule``.
    case consensus
    /// The meeting given is one of these kinds and was held; scheduled is not held.
    case meetingHeld(input: String, kinds: [String])
    /// `decided_at` lies within the held dates of the meeting given, as local days.
    case decidedDuringMeeting(input: String)
    /// `decided_at` is not before the last move, by day.
    case decidedInOrder
    /// The meeting given ended on or after the last actual day under this fact.
    case meetingAfterFact(input: String, fact: String)
    /// The actor does not act for the partner that proposed.
    case notOwnPartner
    /// The fact is recorded, with one of these values of its `status` input when any are named.
    case factRecorded(String, statuses: [String])
    /// The fact is not recorded; when any are named, its newest record has none of these values of its `status` input.
    case factAbsent(String, statuses: [String] = [])
    /// The last day given in these date inputs (or recorded under this fact) is not after today.
    case datesNotInFuture(fact: String?, inputs: [String])
    /// The days given in these form fields do not run backwards, nor do those given in these inputs.
    case datesInOrder(fields: [String], inputs: [String])
    /// Today is not after the day in this form field (an activity that has not begun).
    case todayBefore(field: String)
    /// The list in this field holds at least so many.
    case atLeast(field: String, count: Int)
    /// Where this input has one of these values (its default, when left out), these other inputs are given as well.
    case inputsWith(input: String, values: [String], needed: [String])
    /// The deadline of the round has passed.
    case deadlinePassed
    /// The last move was made by the same office, and nothing that it forbids followed.
    case sameOfficeAsLastMove
    /// The last move was not one of these transitions.
    case lastMoveNot([String])
    /// `decided_at` lies on the day in this input, as a local day.
    case decidedOn(input: String)
    /// `decided_at` lies on the latest of the days in this input of these facts' newest records, as a local day.
    case decidedOnLatest(facts: [String], input: String)
    /// The partner given in this input is one of those listed in this form field.
    case namedIn(input: String, field: String)
    /// The fact's newest record, with one of these statuses when any are named, is later than the newest of each of `facts`,
    /// or than the last move where none are named.
    case factSince(String, statuses: [String], facts: [String])
    /// The act is decided at most so many days after the newest record of this fact, or after the last move where there is none,
    /// or the text input `waiver` says why it is late.
    case withinDays(Int, fact: String?, waiver: String)
    /// The choice in this form field is one of these.
    case fieldIs(field: String, values: [String])
    /// The actor signed the act with a key of their own, which the registry knows.
    case signed
}

/// A requirement where a transition uses it: on which tracks, from which source, under which sentence.
package struct RequirementUse: Sendable, Hashable {
    package var requirement: Requirement
    /// The rule it comes from: `AECF 25`, `Way Forward 5(d)`, `house rule`.
    package var source: String
    /// The tracks on which it is asked; empty means on all.
    package var tracks: [String]
    /// The states in which it is asked; empty means in all.
    package var states: [String]
    /// What the act must say for it to be asked; nil where it is asked whatever the act says.
    package var given: Given?
    /// What a reader sees in a checklist (`full consensus of all partners`).
    package var label: String
    /// A forum may switch it off.
    package var isHouseRule: Bool

    /// A choice given with the act that has one of these values (its default, when left out).
    package struct Given: Sendable, Hashable {
        package var input: String
        package var values: [String]

        package init(input: String, values: [String]) {
            self.input = input
            self.values = values
        }
    }

    package init(
        _ requirement: Requirement, source: String, tracks: [String] = [], states: [String] = [],
        given: Given? = nil, label: String, isHouseRule: Bool = false
    ) {
        self.requirement = requirement
        self.source = source
        self.tracks = tracks
        self.states = states
        self.given = given
        self.label = label
        self.isHouseRule = isHouseRule
    }
}

extension Requirement {
    /// The stable name by which files, refusals and programs know it.
    package var name: String {
        switch self {
        case .formComplete: "form-complete"
        case .counterparts: "counterparts"
        case .duplicatesAnswered: "duplicates-answered"
        case .onTrack: "on-track"
        case .consensus: "consensus"
        case .meetingHeld: "meeting-held"
        case .decidedDuringMeeting: "decided-during-meeting"
        case .decidedInOrder: "decided-in-order"
        case .meetingAfterFact: "meeting-after-fact"
        case .notOwnPartner: "not-own-partner"
        case .factRecorded: "fact-recorded"
        case .factAbsent: "fact-absent"
        case .datesNotInFuture: "dates-not-in-future"
        case .datesInOrder: "dates-in-order"
        case .todayBefore: "today-before"
        case .atLeast: "at-least"
        case .inputsWith: "inputs-with"
        case .deadlinePassed: "deadline-passed"
        case .sameOfficeAsLastMove: "same-office-as-last-move"
        case .lastMoveNot: "last-move-not"
        case .decidedOn: "decided-on"
        case .decidedOnLatest: "decided-on-latest"
        case .namedIn: "named-in"
        case .factSince: "fact-since"
        case .withinDays: "within-days"
        case .fieldIs: "field-is"
        case .signed: "signed"
        }
    }
}
