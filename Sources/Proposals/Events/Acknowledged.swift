package import CanonicalJSON
package import Lifecycle

extension Event {
    /// A partner received the circulation.
    package struct Acknowledged: ProposalBody {
        package static var kind: EventKind { .acknowledged }

        package var partner: String
        package var round: Int?
    }
}

extension Event.Acknowledged {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        partner = try data.text("partner")
        round = data.optionalInteger("round")
    }

    package var data: JSONObject {
        var data: JSONObject = ["partner": .string(partner)]
        if let round { data["round"] = .integer(Int64(round)) }
        return data
    }

    package func apply(to proposal: inout Proposal, of event: Event) throws(EventError) {
        let moment = event.isByBody ? event.decidedAt : event.recordedAt
        try proposal.withRound { $0.acknowledged[partner] = moment }
    }

    package func command(of event: Event, under definition: LifecycleDefinition?) -> Command? {
        .acknowledge(partner: partner, decidedAt: event.decidedAt)
    }
}
