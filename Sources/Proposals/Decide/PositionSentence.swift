import Lifecycle

/// What is said of positions and of the round that they are taken in.
enum PositionSentence: String, EngineSentence {
    static let room = "position"

    case areTaken = "positions are taken"
    case receiptIsAcknowledged = "receipt is acknowledged"
    case isContested = "a relayed position is contested"
    case notNow = "{doing} while a proposal is {states|or}; {ref} is {state}"
    case noOpenRound = "{ref} has no open round: its text changed and must be circulated again"
    case noPositionsOnTrack = "{ref} was circulated on the track {track}, where no positions are taken"
    case roundOver = "round {seen} is over; the open round is {open}"
    case noSuchRound = "there is no round {seen}; the open round is {open}"
    case textChanged = "the text has changed: its digest is {digest}"
    case nothingToRetract = "{partner} has no position in round {round} to retract"
    case noneRelayedInRound = "no position was relayed for {partner} in round {number}"
    case noneRelayedOnInvitation = "no position was relayed for {partner} on invitation {number}"
}
