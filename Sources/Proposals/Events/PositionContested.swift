package import CanonicalJSON
package import Lifecycle

extension Event {
    /// A partner contests what was relayed for it: what it said itself before stands again, as the event says.
    package struct PositionContested: ProposalBody {
        package static var kind: EventKind { .positionContested }

        package var partner: String
        /// The round that it is in, or ``invitation``.
        package var round: Int?
        package var invitation: Int?
        /// The stance that was relayed; nil where a retraction was.
        package var stance: Stance?
        /// The partner's own position, which stands again; nil where it took none.
        package var restores: Position?
    }
}

extension Event.PositionContested {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        partner = try data.text("partner")
        restores = try data.optionalObject("restores").map { json throws(EventError) in try Position(json: json) }
        round = data.optionalInteger("round")
        invitation = data.optionalInteger("invitation")
        stance = data.optionalText("stance").flatMap { Stance(rawValue: $0) }
    }

    package var data: JSONObject {
        var data: JSONObject = [
            "partner": .string(partner), "stance": .optional(stance?.rawValue),
            "restores": restores.map { .object($0.json) } ?? .null,
        ]
        if let round { data["round"] = .integer(Int64(round)) }
        if let invitation { data["invitation"] = .integer(Int64(invitation)) }
        return data
    }

    package func apply(to proposal: inout Proposal, of event: Event) throws(EventError) {
        guard let invitation else { return try proposal.withRound { $0.restore(restores, for: partner) } }
        try proposal.withInvitation(invitation) { $0.restore(restores, for: partner) }
    }

    package func command(of event: Event, under definition: LifecycleDefinition?) -> Command? {
        .contestPosition(partner: partner, invitation: invitation, decidedAt: event.decidedAt)
    }
}
