import CanonicalJSON
import CivilTime
import Lifecycle

extension Decider {
    /// Takes, relays or retracts a partner's position in the open round.
    func take(_ command: StatedPosition) throws(Refusal) -> [EventDraft] {
        try mustSpeak(command.relayed)
        let round = try openRound(for: PositionSentence.areTaken)
        try mustTakePositions(round)
        let speaker = try speaker(command.partner, command.relayed, round.roster)
        try checkSeen(command, round)
        if let relayed = command.relayed {
            try mustFollow(round.decidedAt, relayed.receivedAt, "the circulation", key: "relayed")
        }
        // A relayed position was taken when the note came, not when a coordinator enters it.
        let decidedAt = try decidedAt(command.decidedAt ?? command.relayed?.receivedAt)
        try mustFollow(round.decidedAt, decidedAt, "the circulation")
        try mustPrecede(command.relayed, decidedAt)
        var present = round.positions[speaker.partner]
        if present?.stance != .tacit, let present {
            try mustFollow(present.decidedAt, decidedAt, "the position that stands")
        }
        if let present, try stands(present, command) { return [] }
        // Silence was not said: it gives way to what was said in time, and cannot be taken back.
        if context.isByBody, present?.stance == .tacit { present = nil }
        let moment = context.isByBody ? decidedAt : command.relayed?.receivedAt ?? context.now
        let isLate = round.closes.map { moment > $0 } ?? false
        try mustStayOpen(round, speaker.partner, at: judged(at: decidedAt), isLate: isLate)
        guard let stance = command.stance else {
            guard present != nil else {
                throw .unmet(
                    "position",
                    Reason(
                        PositionSentence.nothingToRetract,
                        ["partner": .text(speaker.partner), "round": .number(round.number)]))
            }
            let retracted = Event.PositionRetracted(
                partner: speaker.partner, words: try words(command, nil), round: round.number)
            return [fact(retracted, actor: speaker.actor, decidedAt: decidedAt)]
                + silence(of: speaker.partner, in: round, since: round.acknowledged[speaker.partner])
        }
        let taken = Event.PositionTaken(
            partner: speaker.partner, stance: stance, words: try words(command, stance), isLate: isLate,
            since: since(present, stance), textDigest: proposal.textDigest, round: round.number)
        return [fact(taken, actor: speaker.actor, decidedAt: decidedAt)]
    }

    /// Since when a partner holds a stance that counts, where it only says so again.
    func since(_ present: Position?, _ stance: Stance) -> Instant? {
        guard let present, definition.consensus.counts(present.stance), definition.consensus.counts(stance) else {
            return nil
        }
        return present.since ?? present.decidedAt
    }

    /// Whether a position says only what stands already: the same stance on the same text, with the same reason, the same that would
    /// lift it, and from the same note. When it was decided is the same where the command says nothing else.
    func stands(_ present: Position, _ command: StatedPosition) throws(Refusal) -> Bool {
        guard !context.isRecorded, let stance = command.stance, stance == present.stance,
            present.textDigest == proposal.textDigest
        else { return false }
        let said = try words(command, stance)
        return said.reason == present.reason && said.resolves == present.resolves
            && command.relayed == present.relayed && command.decidedAt.map { $0 == present.decidedAt } ?? true
    }

    /// What is said with a position: reason, what would lift it, and the note that it is relayed from.
    func words(_ command: StatedPosition, _ stance: Stance?) throws(Refusal) -> PositionWords {
        guard stance != .tacit else {
            throw .badField("stance", "a tacit position is never taken; it follows from silence where that counts")
        }
        let reason = try command.reason.map { text throws(Refusal) in
            try PlainText.checked(text, "reason", limit: Decider.longText)
        }
        if reason == nil, let stance, definition.positions.reasonFor.contains(stance) {
            throw .badField("reason", "\(stance == .objection ? "an" : "a") \(stance.rawValue) needs a reason")
        }
        let resolves = try command.resolves.map { text throws(Refusal) in
            try PlainText.checked(text, "resolves", limit: Decider.longText)
        }
        if let relayed = command.relayed {
            _ = try PlainText.checked(relayed.from, "relayed", limit: 500)
            guard PlainText.isDigest(relayed.digest.utf8) else {
                throw .badField(
                    "relayed", "\"digest\" is the SHA-256 of the note or mail: 64 lowercase hexadecimal digits")
            }
        }
        return PositionWords(reason: reason, resolves: resolves, relayed: command.relayed)
    }

    /// An act follows another by day: the same day is in order.
    func mustFollow(
        _ earlier: Instant, _ later: Instant, _ what: String, key: String = "decided_at"
    ) throws(Refusal) {
        guard later.date >= earlier.date else {
            throw .badField(key, "\(later.date) is before \(what), which is of \(earlier.date)")
        }
    }

    /// What a note relays was decided before the note came.
    func mustPrecede(_ relayed: Relay?, _ decidedAt: Instant) throws(Refusal) {
        guard let relayed, relayed.receivedAt.date < decidedAt.date else { return }
        throw .badField(
            "decided_at", "\(decidedAt.date) is after the note was received, which was on \(relayed.receivedAt.date)")
    }

    /// Where silence counts, the deadline closes the round to everybody but those of whom nothing is known. What was decided before
    /// it still counts, until an act rests on what the deadline left.
    private func mustStayOpen(
        _ round: Round, _ partner: String, at moment: Instant, isLate: Bool
    ) throws(Refusal) {
        guard definition.consensus.silence == .tacitAfterDeadline, let closes = round.closes else { return }
        guard isLate else { return try mustNotBeRestedOn(round) }
        guard round.positions[partner] == nil, !definition.isTacit(partner, round.view, moment) else {
            throw .unmet(
                "deadline",
                Reason(DeadlineSentence.silenceCounts, ["deadline": "\(closes)", "partner": .text(partner)]),
                subjects: [partner])
        }
    }

    /// A position must be on the round and the text that the speaker saw.
    private func checkSeen(_ command: StatedPosition, _ round: Round) throws(Refusal) {
        if let seen = command.round, seen != round.number {
            throw .unmet(
                "round",
                Reason(
                    seen > 0 && seen < round.number ? PositionSentence.roundOver : .noSuchRound,
                    ["seen": .number(seen), "open": .number(round.number)]))
        }
        guard let seen = command.text else { return }
        guard seen.utf8.count >= 8 else { throw .badField("text", "give at least 8 digits of the text's digest") }
        guard proposal.textDigest.utf8.starts(with: seen.utf8) else {
            throw .unmet("text", Reason(PositionSentence.textChanged, ["digest": .text(proposal.textDigest)]))
        }
    }

    func openRound(for doing: some EngineSentence) throws(Refusal) -> Round {
        guard lifecycle.statesOfPositions.contains(proposal.state) else {
            throw .unmet("state", notNow(Reason(doing), definition.states.filter(\.takesPositions).map(\.label)))
        }
        guard let round = proposal.openRound else {
            throw .unmet("round", Reason(PositionSentence.noOpenRound, ["ref": .text(proposal.ref)]))
        }
        return round
    }

    /// Something that is done in these states only, asked for in another.
    func notNow(_ doing: Reason, _ states: [String]) -> Reason {
        Reason(
            PositionSentence.notNow,
            [
                "doing": .phrase(doing), "states": .list(states), "ref": .text(proposal.ref),
                "state": .text(definition.state(proposal.state)?.label ?? proposal.state),
            ])
    }

    private func mustTakePositions(_ round: Round) throws(Refusal) {
        let tracks = definition.positions.tracks
        guard let track = round.track, !tracks.isEmpty, !tracks.contains(track) else { return }
        let label = definition.tracks.first { $0.id == track }?.label ?? track
        throw .unmet(
            "track",
            Reason(PositionSentence.noPositionsOnTrack, ["ref": .text(proposal.ref), "track": .text(label)]))
    }

    /// Notes that a partner received the circulation.
    func acknowledge(_ partner: String?, _ given: Instant?) throws(Refusal) -> [EventDraft] {
        try mustSpeak(nil)
        let round = try openRound(for: PositionSentence.receiptIsAcknowledged)
        let speaker = try speaker(partner, nil, round.roster)
        let decidedAt = try decidedAt(given)
        try mustFollow(round.decidedAt, decidedAt, "the circulation")
        if let earlier = round.acknowledged[speaker.partner] {
            // A receipt in time says more than one after the deadline.
            guard context.isByBody, let closes = round.closes, earlier > closes, decidedAt <= closes else { return [] }
        }
        return [
            fact(
                Event.Acknowledged(partner: speaker.partner, round: round.number), actor: speaker.actor,
                decidedAt: decidedAt)
        ] + silence(of: speaker.partner, in: round, since: decidedAt, unless: round.positions[speaker.partner])
    }

    /// Takes back what was relayed in the partner's name: what it said itself before stands again, or it is not heard.
    func contestPosition(
        _ partner: String?, invitation number: Int?, _ given: Instant?
    ) throws(Refusal) -> [EventDraft] {
        try mustSpeak(nil)
        if let number {
            let rules = try rules()
            let invitation = try openInvitation(number)
            try mustBeInState(rules, InvitationSentence.positionIsContested)
            return try contest(partner, invitation.roster, invitation, .noneRelayedOnInvitation, number, given) {
                $0.invitation = number
            }
        }
        let round = try openRound(for: PositionSentence.isContested)
        return try contest(partner, round.roster, round, .noneRelayedInRound, round.number, given) {
            $0.round = round.number
        }
    }

    private func contest(
        _ partner: String?, _ roster: [RosterEntry], _ held: some PositionHolding, _ noneRelayed: PositionSentence,
        _ number: Int, _ given: Instant?, _ locate: (inout Event.PositionContested) -> Void
    ) throws(Refusal) -> [EventDraft] {
        let speaker = try speaker(partner, nil, roster)
        let partner = speaker.partner
        let decidedAt = try decidedAt(given)
        guard held.standsRelayed(partner) else {
            throw .unmet(
                "position", Reason(noneRelayed, ["partner": .text(partner), "number": .number(number)]))
        }
        if let relayed = held.positions[partner] {
            try mustFollow(relayed.decidedAt, decidedAt, "the position that is contested")
        }
        var contested = Event.PositionContested(
            partner: partner, stance: held.positions[partner]?.stance, restores: held.ownPositions[partner])
        locate(&contested)
        return [fact(contested, actor: speaker.actor, decidedAt: decidedAt)]
    }
}
