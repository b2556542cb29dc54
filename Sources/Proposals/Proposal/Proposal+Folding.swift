import CanonicalJSON

/// What the bodies of events do to a proposal.
extension Proposal {
    /// Writes new values into the text, which has this digest then.
    mutating func write(_ changes: JSONObject, _ digest: String) {
        for change in changes.members { fields[change.key] = change.value.isNull ? nil : change.value }
        revision += 1
        textDigest = digest
    }

    /// Ends the open round, if one is open.
    mutating func endRound(_ ending: Round.Ending) {
        guard let open = rounds.lastIndex(where: \.isOpen) else { return }
        rounds[open].ended = ending
    }

    /// Changes the open round; an event that is about it cannot stand where none is open.
    mutating func withRound(_ body: (inout Round) -> Void) throws(EventError) {
        guard let open = rounds.lastIndex(where: \.isOpen) else {
            throw EventError("\(ref) has no open round")
        }
        body(&rounds[open])
    }

    /// Changes an invitation of the proposal.
    mutating func withInvitation(_ number: Int, _ body: (inout Invitation) -> Void) throws(EventError) {
        guard let index = invitations.firstIndex(where: { $0.number == number }) else {
            throw EventError("\(ref) has no invitation \(number)")
        }
        body(&invitations[index])
    }
}
