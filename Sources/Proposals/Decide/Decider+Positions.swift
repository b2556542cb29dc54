import CanonicalJSON
import Lifecycle

extension Decider {
    /// Takes, relays or retracts a partner's position in the open round.
    func take(_ command: PositionCommand) throws(Refusal) -> [EventDraft] {
        let round = try openRound(for: "positions are taken")
        let speaker = try speaker(command.partner, command.relayed, round.roster)
        try checkSeen(command, round)
        let decidedAt = try decidedAt(command.decidedAt)
        guard decidedAt.date(hoursEast: LocalDay.hours) >= round.decidedAt.date(hoursEast: -LocalDay.hours) else {
            throw .badField("decided_at", "\(decidedAt) is before the circulation of \(round.decidedAt)")
        }
        guard let stance = command.stance else {
            guard round.positions[speaker.partner] != nil else {
                throw .unmet("position", "\(speaker.partner) has no position in round \(round.number) to retract")
            }
            return [
                fact(
                    .positionRetracted,
                    ["round": .integer(Int64(round.number)), "partner": .string(speaker.partner)],
                    actor: speaker.actor, decidedAt: decidedAt)
            ]
        }
        try checkReason(command, stance)
        var data = positionData(command, stance, speaker.partner)
        data["round"] = .integer(Int64(round.number))
        let taken = command.relayed?.receivedAt ?? context.now
        if let closes = round.closes, taken > closes { data["late"] = true }
        return noteDeadline() + [fact(.positionTaken, data, actor: speaker.actor, decidedAt: decidedAt)]
    }

    private func positionData(_ command: PositionCommand, _ stance: Stance, _ partner: String) -> JSONObject {
        var data: JSONObject = [
            "partner": .string(partner), "stance": .string(stance.rawValue),
            "text_digest": .string(proposal.textDigest),
        ]
        if let reason = command.reason { data["reason"] = .string(reason) }
        if let resolves = command.resolves { data["resolves"] = .string(resolves) }
        if let relayed = command.relayed { data["relayed"] = relayed.json }
        return data
    }

    private func checkReason(_ command: PositionCommand, _ stance: Stance) throws(Refusal) {
        guard stance != .tacit else {
            throw .badField("stance", "a tacit position is never taken; it follows from silence where that counts")
        }
        for (key, value) in [("reason", command.reason), ("resolves", command.resolves)] {
            if let value, value.utf8.count > 8000 { throw .badField(key, "at most 8000 bytes") }
        }
        if definition.positions.reasonFor.contains(stance), !definition.isText(command.reason) {
            throw .badField("reason", "a \(stance.rawValue) needs a reason")
        }
    }

    /// A position must be on the round and the text that the speaker saw.
    private func checkSeen(_ command: PositionCommand, _ round: Round) throws(Refusal) {
        if let seen = command.round, seen != round.number {
            throw .unmet("round", "round \(seen) is over; the open round is \(round.number)")
        }
        if let seen = command.text, seen.isEmpty || !proposal.textDigest.hasPrefix(seen) {
            throw .unmet("text", "the text has changed: its digest is \(proposal.textDigest)")
        }
    }

    func openRound(for doing: String) throws(Refusal) -> Round {
        guard let state = definition.state(proposal.state), state.takesPositions else {
            let states = definition.states.filter(\.takesPositions).map(\.label).joined(separator: " or ")
            throw .unmet(
                "state",
                "\(doing) while a proposal is \(states); \(proposal.ref) is "
                    + (definition.state(proposal.state)?.label ?? proposal.state))
        }
        guard let round = proposal.openRound else {
            throw .unmet("round", "\(proposal.ref) has no open round: its text changed and must be circulated again")
        }
        let tracks = definition.positions.tracks
        guard tracks.isEmpty || round.track.map(tracks.contains) ?? true else {
            throw .unmet("track", "\(proposal.ref) was circulated for information; nothing is asked of partners")
        }
        return round
    }

    /// For whom the actor speaks: its own partner, or, relaying, one of its group.
    func speaker(
        _ named: String?, _ relayed: Relay?, _ roster: [RosterEntry]
    ) throws(Refusal) -> (partner: String, actor: Actor) {
        let rules = definition.positions
        let own = context.offices.filter { definition.role(rules.role)?.heldBy.contains($0.role) ?? false }
        guard let relayed else { return try ownSpeaker(named, own, roster) }
        guard let role = rules.relayedBy else { throw Refusal(.forbidden, "nobody may relay positions here") }
        guard relayed.receivedAt <= context.now else {
            throw .badField("relayed", "\"received_at\" lies in the future")
        }
        let coordinators = context.offices.filter { $0.role == role }
        guard !coordinators.isEmpty else { throw Refusal(.forbidden, "only \(role) may relay a position") }
        guard let partner = named else { throw .badField("partner", "say whose position is relayed") }
        guard let entry = roster.first(where: { $0.partner == partner }) else { throw notOnRoster(partner) }
        for office in coordinators {
            guard let group = office.group else { continue }
            if context.registry.group(group, contains: partner, attributes: entry.attributes) {
                return (partner, Actor(account: context.account, office: office))
            }
        }
        let groups = coordinators.compactMap(\.group).joined(separator: ", ")
        throw Refusal(.forbidden, "\(partner) is not of the group you coordinate (\(groups))")
    }

    private func ownSpeaker(
        _ named: String?, _ offices: [Office], _ roster: [RosterEntry]
    ) throws(Refusal) -> (partner: String, actor: Actor) {
        let label = definition.role(definition.positions.role)?.label ?? definition.positions.role
        guard !offices.isEmpty else { throw Refusal(.forbidden, "only \(label) may speak for a partner") }
        let partners = offices.compactMap(\.partner)
        guard let partner = named ?? (partners.count == 1 ? partners.first : nil) else {
            throw .badField("partner", "say for which of \(partners.joined(separator: ", ")) you speak")
        }
        guard let office = offices.first(where: { $0.partner == partner }) else {
            throw Refusal(.forbidden, "you speak for \(partners.joined(separator: ", ")), not for \(partner)")
        }
        guard roster.contains(where: { $0.partner == partner }) else { throw notOnRoster(partner) }
        return (partner, Actor(account: context.account, office: office))
    }

    private func notOnRoster(_ partner: String) -> Refusal {
        .unmet("roster", "\(partner) is not on the roster of this round, which was frozen when it was circulated")
    }

    /// Notes that a partner received the circulation.
    func acknowledge(_ partner: String?, _ given: Instant?) throws(Refusal) -> [EventDraft] {
        let round = try openRound(for: "receipt is acknowledged")
        let speaker = try speaker(partner, nil, round.roster)
        let decidedAt = try decidedAt(given)
        guard round.acknowledged[speaker.partner] == nil else { return [] }
        return [
            fact(
                .acknowledged, ["round": .integer(Int64(round.number)), "partner": .string(speaker.partner)],
                actor: speaker.actor, decidedAt: decidedAt)
        ]
    }

    /// Takes back a position that was relayed in the partner's name.
    func contestPosition(_ partner: String?) throws(Refusal) -> [EventDraft] {
        let round = try openRound(for: "a relayed position is contested")
        let speaker = try speaker(partner, nil, round.roster)
        guard let position = round.positions[speaker.partner], position.relayed != nil else {
            throw .unmet("position", "no position was relayed for \(speaker.partner) in round \(round.number)")
        }
        return [
            fact(
                .positionContested,
                [
                    "round": .integer(Int64(round.number)), "partner": .string(speaker.partner),
                    "stance": .string(position.stance.rawValue),
                ], actor: speaker.actor)
        ]
    }

    /// Moves the deadline of the open round: only while it is open, only later.
    func moveDeadline(_ closes: Instant, _ reason: String) throws(Refusal) -> [EventDraft] {
        let actor = try actor(definition.writers, "move the deadline")
        let round = try openRound(for: "a deadline is moved")
        guard definition.isText(reason) else { throw .badField("reason", "say why the deadline moves") }
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
}

extension LifecycleDefinition {
    /// Whether a text says anything.
    func isText(_ text: String?) -> Bool { text?.utf8.contains { $0 > 0x20 } ?? false }
}
