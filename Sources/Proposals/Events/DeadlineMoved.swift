package import CanonicalJSON
package import CivilTime
package import Lifecycle

extension Event {
    /// The deadline of the open round was set, or moved.
    package struct DeadlineMoved: ProposalBody {
        package static var kind: EventKind { .deadlineMoved }

        package var round: Int?
        /// The deadline before; nil where there was none.
        package var from: Instant?
        package var closes: Instant
        package var reason: String?
    }
}

extension Event.DeadlineMoved {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        round = data.optionalInteger("round")
        from = data.optionalInstant("from")
        closes = try data.instant("closes")
        reason = data.optionalText("reason")
    }

    package var data: JSONObject {
        var data: JSONObject = [
            "from": .optional(from?.description), "closes": .string(closes.description), "reason": .optional(reason),
        ]
        if let round { data["round"] = .integer(Int64(round)) }
        return data
    }

    package func apply(to proposal: inout Proposal, of event: Event) throws(EventError) {
        try proposal.withRound {
            $0.closes = closes
            $0.deadlineNoted = false
            if event.isByBody { $0.reopenPositions(until: closes) }
        }
    }

    package func command(of event: Event, under definition: LifecycleDefinition?) -> Command? {
        reason.map { .moveDeadline(closes: closes, reason: $0, decidedAt: event.decidedAt) }
    }
}
