package import CanonicalJSON
package import Lifecycle

extension Event {
    /// A partner took its position in the open round back.
    package struct PositionRetracted: ProposalBody {
        package static var kind: EventKind { .positionRetracted }

        package var partner: String
        package var words: PositionWords
        package var round: Int?
    }
}

extension Event.PositionRetracted {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        partner = try data.text("partner")
        words = PositionWords(retracted: data)
        round = data.optionalInteger("round")
    }

    package var data: JSONObject {
        var data: JSONObject = ["partner": .string(partner)]
        words.write(into: &data)
        if let round { data["round"] = .integer(Int64(round)) }
        return data
    }

    package func apply(to proposal: inout Proposal, of event: Event) throws(EventError) {
        try proposal.withRound { $0.put(nil, for: partner, isRelayed: words.isRelayed) }
    }

    package func command(of event: Event, under definition: LifecycleDefinition?) -> Command? {
        .takePosition(
            StatedPosition(
                stance: nil, partner: partner, reason: words.reason, resolves: words.resolves, relayed: words.relayed,
                round: round, decidedAt: event.decidedAt))
    }
}
