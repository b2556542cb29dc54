import Lifecycle

/// What is said of invitations.
enum InvitationSentence: String, EngineSentence {
    static let room = "invitation"

    case toPropose = "propose an invitation"
    case toDecide = "record the decision on an invitation"
    case isProposed = "an invitation is proposed"
    case positionsAreTaken = "positions on an invitation are taken"
    case positionIsContested = "a position on an invitation is contested"
    case isDecided = "an invitation is decided"
    case neverCirculated = "{ref} was never circulated, so there is no roster to decide"
    case alreadyAsked = "invitation {number} already asks this of the partners"
    case alreadyDecided = "invitation {number} is already decided"
    case nothingToRetract = "{partner} has no position on this invitation"
    case nobodyHeard = "no partner has been heard on invitation {number} yet, so there is nothing to decide"
}
