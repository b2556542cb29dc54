import Lifecycle

/// Why something waits in an inbox.
enum InboxSentence: String, EngineSentence {
    static let room = "inbox"

    case position = "{partner} is not yet heard in round {round}"
    case relayed = "{stance} was relayed for {partner}; contest it, or take the position yourself"
    case revised = "the text was revised editorially after {partner}'s position; contest it or let it stand"
    case objection = "{partner} holds an objection{broken}{because}{lifted}"
    case contrary = "{partner} holds a {stance}{broken}{because}{lifted}"
    case broken = ", so that the consensus does not stand"
    case because = ": {reason}"
    case lifted = " (lifted by: {resolves})"
    case unheard = "{partner} is not yet heard on invitation {number}: {invitee}, to {event}"
    case agreed = "all partners agree to invitation {number}: {invitee}, to {event}"
    case agreedAndWaits = """
        all partners agree to invitation {number}; the decision waits for a meeting that was held: {invitee}, to {event}
        """
    case possible = "\"{act}\" is possible now"
    case waits = "\"{act}\" waits for {requirement}"
    case recordable = "\"{act}\" can be recorded"
    case recordableAgain = "\"{act}\" can be recorded again: a move waits for a newer one"
    case standsAs = "\"{act}\" can be recorded again: it stands as {status}"
}

extension Inbox {
    /// An objection or a reservation, with what its partner said of it.
    static func holding(
        _ partner: String, _ stance: String, isBroken: Bool, reason: String?, resolves: String?
    ) -> Reason {
        var values: [String: Reason.Value] = ["partner": .text(partner)]
        values["broken"] = isBroken ? .phrase(Reason(InboxSentence.broken)) : ""
        values["because"] = reason.map { .phrase(Reason(InboxSentence.because, ["reason": .text($0)])) } ?? ""
        values["lifted"] = resolves.map { .phrase(Reason(InboxSentence.lifted, ["resolves": .text($0)])) } ?? ""
        guard stance != "objection" else { return Reason(InboxSentence.objection, values) }
        values["stance"] = .text(stance)
        return Reason(InboxSentence.contrary, values)
    }
}
