import CanonicalJSON
import Lifecycle

extension Decider {
    /// Moves the deadline of the open round: only while it is open, only later.
    func moveDeadline(_ closes: Instant, _ reason: String, _ given: Instant?) throws(Refusal) -> [EventDraft] {
        let actor = try actor(definition.writers, "move the deadline")
        let round = try openRound(for: "a deadline is moved")
        let reason = try PlainText.checked(reason, "reason", limit: Decider.longText)
        guard let present = round.closes else {
            throw .unmet("deadline", "round \(round.number) has no deadline to move")
        }
        let decidedAt = try decidedAt(given)
        guard judged(at: decidedAt) <= present else {
            throw .unmet("deadline", "the deadline \(present) has passed; recirculate to open a new round")
        }
        guard closes > present else {
            throw .badField("closes", "a deadline only moves later than \(present)")
        }
        if context.isByBody {
            try mustFollow(round.decidedAt, decidedAt, "the circulation")
            try mustNotBeRestedOn(round)
        }
        return [
            fact(
                .deadlineMoved,
                [
                    "round": .integer(Int64(round.number)), "from": .string(present.description),
                    "closes": .string(closes.description), "reason": .string(reason),
                ], actor: actor, decidedAt: decidedAt)
        ]
    }

    /// What was decided before the deadline and is recorded after it changes what the deadline left: refused once an act rests on that.
    func mustNotBeRestedOn(_ round: Round) throws(Refusal) {
        guard context.isByBody, let closes = round.closes, context.now > closes,
            let act = proposal.moves.last(where: {
                $0.isUndoable && $0.version > round.openedBy && $0.decidedAt > closes && rests($0.transition)
            })
        else { return }
        let label = definition.transition(act.transition)?.label ?? act.transition
        throw .unmet(
            "deadline",
            "\"\(label)\" of \(act.decidedAt.date) rests on what stood when the deadline \(closes) passed; what was decided "
                + "before that counts again once \"\(label)\" is undone",
            subjects: ["decided_at"])
    }

    /// Whether a move needs what a round came to; one that the present version of the lifecycle does not know may have.
    private func rests(_ transition: String) -> Bool {
        definition.transition(transition)?.requirements.contains {
            $0.requirement == .consensus || $0.requirement == .deadlinePassed
        } ?? true
    }

    /// What the silence of a partner meant at a deadline that has passed, where only now it is known that it received the
    /// circulation in time, or that it took back what it had said.
    func silence(
        of partner: String, in round: Round, since receipt: Instant?, unless position: Position? = nil
    ) -> [EventDraft] {
        guard context.isByBody, let closes = round.closes, context.now > closes, let receipt, receipt <= closes,
            position == nil, definition.consensus.silence == .tacitAfterDeadline, takesPositions(round)
        else { return [] }
        return [tacit([partner], round, closes)]
    }

    private func tacit(_ partners: [String], _ round: Round, _ closes: Instant) -> EventDraft {
        fact(
            .tacitRecorded, ["round": .integer(Int64(round.number)), "partners": .strings(partners)],
            actor: .server, decidedAt: closes)
    }

    private func takesPositions(_ round: Round) -> Bool {
        let tracks = definition.positions.tracks
        return (definition.state(proposal.state)?.takesPositions ?? false)
            && (tracks.isEmpty || round.track.map(tracks.contains) ?? true)
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
        guard takesPositions(round) else { return events }
        let view = round.view
        let silent = round.notHeard.filter { definition.isTacit($0, view, context.now) }
        if !silent.isEmpty { events.append(tacit(silent, round, closes)) }
        return events
    }
}
