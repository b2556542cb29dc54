package import CanonicalJSON
package import CivilTime
package import Lifecycle

extension Event {
    /// A partner took a position in the open round, itself or through a coordinator.
    package struct PositionTaken: ProposalBody {
        package static var kind: EventKind { .positionTaken }

        package var partner: String
        package var stance: Stance
        package var words: PositionWords
        /// Taken after the deadline.
        package var isLate: Bool
        /// Since when the partner holds a stance that counts, where it has only said so again.
        package var since: Instant?
        /// The digest of the text that it is on.
        package var textDigest: String
        package var round: Int?
    }
}

extension Event.PositionTaken {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        stance = try data.stance("stance")
        words = try PositionWords(taken: data)
        isLate = data.flag("late")
        since = data.optionalInstant("since")
        textDigest = try data.text("text_digest")
        partner = try data.text("partner")
        round = data.optionalInteger("round")
    }

    package var data: JSONObject {
        var data: JSONObject = [
            "partner": .string(partner), "stance": .string(stance.rawValue), "text_digest": .string(textDigest),
        ]
        words.write(into: &data)
        if let round { data["round"] = .integer(Int64(round)) }
        if isLate { data["late"] = true }
        if let since { data["since"] = .string(since.description) }
        return data
    }

    package func apply(to proposal: inout Proposal, of event: Event) throws(EventError) {
        let position = Position(
            stance: stance, reason: words.reason, resolves: words.resolves, decidedAt: event.decidedAt,
            recordedAt: event.recordedAt, actor: event.actor, isLate: isLate, relayed: words.relayed, since: since,
            textDigest: textDigest, version: event.version)
        try proposal.withRound { $0.put(position, for: partner, isRelayed: words.isRelayed) }
    }

    package func command(of event: Event, under definition: LifecycleDefinition?) -> Command? {
        .takePosition(
            StatedPosition(
                stance: stance, partner: partner, reason: words.reason, resolves: words.resolves,
                relayed: words.relayed, round: round, decidedAt: event.decidedAt))
    }
}
