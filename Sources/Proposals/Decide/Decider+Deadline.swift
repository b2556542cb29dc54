import CanonicalJSON
import CivilTime
import Lifecycle

/// What is said of a round's deadline.
enum DeadlineSentence: String, EngineSentence {
    static let room = "deadline"

    case toMove = "move the deadline"
    case isMoved = "a deadline is moved"
    case passed = "the deadline {deadline} has passed; recirculate to open a new round"
    case restedOn = """
        "{move}" of {day} rests on what stood when the deadline {deadline} passed; what was decided before that counts \
        again once "{move}" is undone
        """
    case silenceCounts = """
        the deadline {deadline} has passed, and here silence counts: what {partner} holds stands for this round
        """
    case alreadyPassed = "the deadline {deadline} has already passed"
    case hadPassed = "the deadline {deadline} had already passed when it was decided, at {moment}"
    case tooFar = "{deadline} is more than ten years ahead; give a deadline until {day}"
}

extension Decider {
    /// Sets the deadline of the open round where it has none, or moves it: only while it is open, only later.
    func moveDeadline(_ closes: Instant, _ reason: String, _ given: Instant?) throws(Refusal) -> [EventDraft] {
        let actor = try actor(definition.writers, DeadlineSentence.toMove)
        let round = try openRound(for: DeadlineSentence.isMoved)
        let reason = try PlainText.checked(reason, "reason", limit: Decider.longText)
        let decidedAt = try decidedAt(given)
        let moment = judged(at: decidedAt)
        if let present = round.closes {
            guard moment <= present else {
                throw .unmet("deadline", Reason(DeadlineSentence.passed, ["deadline": "\(present)"]))
            }
            // One that lies too far ahead was set before there was a limit, and can only be put right by an earlier one.
            guard closes > present || present > furthestDeadline else {
                throw .badField("closes", "a deadline only moves later than \(present)")
            }
        }
        guard closes > moment else {
            throw .badField("closes", "\(closes) has already passed (it is \(moment)); give a later moment")
        }
        if let fault = tooFar(closes) { throw .badField("closes", fault.english) }
        if context.isByBody {
            try mustFollow(round.decidedAt, decidedAt, "the circulation")
            try mustNotBeRestedOn(round)
        }
        return [
            fact(
                Event.DeadlineMoved(round: round.number, from: round.closes, closes: closes, reason: reason),
                actor: actor, decidedAt: decidedAt)
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
            Reason(
                DeadlineSentence.restedOn,
                ["move": .text(label), "day": "\(act.decidedAt.date)", "deadline": "\(closes)"]),
            subjects: ["decided_at"])
    }

    /// Whether a move needs what a round came to; one that the present version of the lifecycle does not know may have.
    private func rests(_ transition: String) -> Bool {
        definition.transition(transition)?.requirements.contains {
            $0.requirement.restsOnRound
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
            Event.TacitRecorded(round: round.number, partners: partners), actor: .server, decidedAt: closes)
    }

    private func takesPositions(_ round: Round) -> Bool {
        definition.takesPositions(in: proposal.state, on: round.track)
    }

    /// Why a deadline lies too far ahead; nil where it does not, or was recorded before there was a limit.
    func tooFar(_ closes: Instant) -> Reason? {
        guard !context.isRecorded, closes > furthestDeadline else { return nil }
        return Reason(DeadlineSentence.tooFar, ["deadline": "\(closes)", "day": "\(furthestDeadline.date)"])
    }

    /// Ten years from now: what lies behind it is a slip of the hand.
    private var furthestDeadline: Instant {
        Instant(startOf: CivilDate(daysSinceEpoch: context.now.date.daysSinceEpoch + 3653) ?? context.now.date)
    }

    /// A deadline that has passed, and what silence then means, as events: they come before whatever is done after it, so that
    /// the history reads in order.
    ///
    /// Nothing passes for a round that a decision has ended; that this was once recorded stays as it is.
    func noteDeadline(isAsked: Bool = false) -> [EventDraft] {
        guard proposal.rounds.contains(where: { $0.hasUnnotedDeadline(at: context.now) }),
            definition.keepsRound(in: proposal.state) || isAsked && context.isRecorded,
            let round = proposal.openRound, let closes = round.closes
        else { return [] }
        var events = [
            fact(
                Event.DeadlinePassed(round: round.number, closes: closes), actor: .server, decidedAt: closes)
        ]
        guard takesPositions(round) else { return events }
        let view = round.view
        let silent = round.notHeard.filter { definition.isTacit($0, view, context.now) }
        if !silent.isEmpty { events.append(tacit(silent, round, closes)) }
        return events
    }
}
