package import CanonicalJSON
package import CivilTime
package import Lifecycle

extension Event {
    /// A partner took a position on an invitation, or took it back.
    package struct InvitationPosition: ProposalBody {
        package static var kind: EventKind { .invitationPosition }

        package var invitation: Int
        package var partner: String
        /// Nil where the position was taken back.
        package var stance: Stance?
        package var words: PositionWords
        /// Since when the partner holds a stance that counts, where it has only said so again.
        package var since: Instant?
        /// The digest of the proposal's text; a position that is taken says it always.
        package var textDigest: String?
    }
}

extension Event.InvitationPosition {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        invitation = try data.integer("invitation")
        if data.flag("retracted") {
            words = PositionWords(retracted: data)
            textDigest = data.optionalText("text_digest")
        } else {
            stance = try data.stance("stance")
            words = try PositionWords(taken: data)
            since = data.optionalInstant("since")
            textDigest = try data.text("text_digest")
        }
        partner = try data.text("partner")
    }

    package var data: JSONObject {
        var data: JSONObject = ["invitation": .integer(Int64(invitation)), "partner": .string(partner)]
        words.write(into: &data)
        if let textDigest { data["text_digest"] = .string(textDigest) }
        if let since { data["since"] = .string(since.description) }
        if let stance { data["stance"] = .string(stance.rawValue) } else { data["retracted"] = true }
        return data
    }

    package func apply(to proposal: inout Proposal, of event: Event) throws(EventError) {
        let position = stance.map {
            Position(
                stance: $0, reason: words.reason, resolves: words.resolves, decidedAt: event.decidedAt,
                recordedAt: event.recordedAt, actor: event.actor, isLate: false, relayed: words.relayed, since: since,
                textDigest: textDigest ?? "", version: event.version)
        }
        try proposal.withInvitation(invitation) { $0.put(position, for: partner, isRelayed: words.isRelayed) }
    }

    package func command(of event: Event, under definition: LifecycleDefinition?) -> Command? {
        .takePosition(
            StatedPosition(
                stance: stance, partner: partner, reason: words.reason, resolves: words.resolves,
                relayed: words.relayed, invitation: invitation, decidedAt: event.decidedAt))
    }
}
