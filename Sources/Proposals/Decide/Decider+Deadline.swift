import CanonicalJSON
import Lifecycle

extension Decider {
    /// Moves the deadline of the open round: only while it is open, only later.
    func moveDeadline(_ closes: Instant, _ reason: String) throws(Refusal) -> [EventDraft] {
        let actor = try actor(definition.writers, "move the deadline")
        let round = try openRound(for: "a deadline is moved")
        let reason = try PlainText.checked(reason, "reason", limit: Decider.longText)
        guard let present = round.closes else {
            throw .unmet("deadline", "round \(round.number) has no deadline to move")
        }
        guard context.now <= present else {
            throw .unmet("deadline", "the deadline \(present) has passed; recirculate to open a new round")
        }
        guard closes > present else {
            throw .badField("closes", "a deadline only moves later than \(present)")
        }
        return [
            fact(
                .deadlineMoved,
                [
                    "round": .integer(Int64(round.number)), "from": .string(present.description),
                    "closes": .string(closes.description), "reason": .string(reason),
                ], actor: actor)
        ]
    }

    /// A deadline that has passed, and what silence then means, as events: they come before whatever is done after it, so that
    /// the history reads in order.
    func noteDeadline() -> [EventDraft] {
        guard let round = proposal.openRound, let closes = round.closes, context.now > closes, !round.deadlineNoted
        else { return [] }
        var events = [
            fact(
                .deadlinePassed, ["round": .integer(Int64(round.number)), "closes": .string(closes.description)],
                actor: .server, decidedAt: closes)
        ]
        let tracks = definition.positions.tracks
        guard definition.state(proposal.state)?.takesPositions ?? false,
            tracks.isEmpty || round.track.map(tracks.contains) ?? true
        else { return events }
        let view = round.view
        let silent = round.notHeard.filter { definition.isTacit($0, view, context.now) }
        if !silent.isEmpty {
            events.append(
                fact(
                    .tacitRecorded, ["round": .integer(Int64(round.number)), "partners": .strings(silent)],
                    actor: .server, decidedAt: closes))
        }
        return events
    }
}
